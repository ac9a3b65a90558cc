import {named, nameSchema} from '../../document/kind.js';
import type {Activation} from './activation.js';
import {elu} from './elu.js';
import {gelu} from './gelu.js';
import {linear} from './linear.js';
import {relu} from './relu.js';
import {selu} from './selu.js';
import {sigmoid} from './sigmoid.js';
import {softplus} from './softplus.js';
import {softsign} from './softsign.js';
import {swish} from './swish.js';
import {tanh} from './tanh.js';

/** Every activation there is. */
export const activations = [linear, tanh, relu, sigmoid, elu, selu, softplus, softsign, swish, gelu] as const;

export type ActivationName = (typeof activations)[number]['name'];

/** An option that chooses an activation. */
export const activationName = nameSchema(activations);

/** The activation of a name. */
export function activationOf(name: ActivationName): Activation {
  return named<Activation>(activations, name);
}

/** Whether an activation saturates on both sides: it squashes whatever it gets into a range. */
export function squashes(name: ActivationName): boolean {
  const {below, above} = activationOf(name).saturates ?? {};
  return below !== undefined && above !== undefined;
}
