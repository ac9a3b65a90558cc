import type {Tensor} from '@tensorflow/tfjs-core';
import type {AlsoCalled} from '../../document/also-called.js';
import type {TensorFlow} from '../tensorflow.js';

/** An activation: a function of single numbers, without options. */
export interface Activation<Name extends string = string> {
  readonly name: Name;
  readonly alsoCalled?: AlsoCalled;
  /** f(x), for editors, help texts and docs. */
  readonly formula: string;
  /** The page that the formula is from. */
  readonly source: string;
  /** What tf.layers calls it, where it has it with this formula; the others are registered with it. */
  readonly inTfLayers?:
    | 'elu'
    | 'gelu'
    | 'linear'
    | 'relu'
    | 'selu'
    | 'sigmoid'
    | 'softplus'
    | 'softsign'
    | 'swish'
    | 'tanh';
  /** Where its slope is less than a hundredth of its steepest one: changes of x hardly pass; null of what is linear, and has one slope. */
  readonly saturates: {readonly below?: number; readonly above?: number} | null;
  /** f(x) and f'(x) of one number, in double precision: for tables and pictures. */
  value(x: number): number;
  slope(x: number): number;
  /** f of every number of a tensor of any shape. */
  apply(tf: TensorFlow['core'], x: Tensor): Tensor;
}

/** Declares an activation, its name as a type of its own. */
export function activation<const Name extends string>(kind: Activation<Name>): Activation<Name> {
  return kind;
}

/** The page of Keras 3 that most formulas are from. */
export const KERAS_ACTIVATIONS = 'keras.io/api/layers/activations';
