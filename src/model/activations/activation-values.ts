import type {TensorFlow} from '../tensorflow.js';
import {type ActivationName, activationOf} from './index.js';

/** An activation and its slope at some places. */
export interface ActivationValues {
  readonly f: readonly number[];
  readonly slope: readonly number[];
}

/** f(x) and f'(x), the slope as the gradient that training takes of it, in single precision. */
export function activationValues({core}: TensorFlow, name: ActivationName, xs: readonly number[]): ActivationValues {
  const {apply} = activationOf(name);
  return core.tidy(() => {
    const x = core.tensor1d([...xs]);
    // The gradient of what is no operation, as linear is none, can't be asked for.
    const slope = core.grad(at => core.mul(apply(core, at), 1))(x);
    return {f: [...apply(core, x).dataSync()], slope: [...slope.dataSync()]};
  });
}
