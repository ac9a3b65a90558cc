import type {Tensor} from '@tensorflow/tfjs-core';
import type {AlsoCalled} from '../../document/also-called.js';
import type {TensorFlow} from '../tensorflow.js';

/** What is taken from the columns of some windows, and what they are divided by then, [batch, 1, columns]. */
export interface ShiftAndScale {
  readonly shift: Tensor;
  /** Without it: 1. */
  readonly scale?: Tensor;
}

/** How each window is shifted and scaled by its own past, before the network sees it; the forecast is put back. */
export interface WindowNormalization<Name extends string = string> {
  readonly name: Name;
  readonly alsoCalled?: AlsoCalled;
  /** What becomes of a value of the window, for editors, help texts and docs. */
  readonly formula: string;
  /** The paper or the page that it is from. */
  readonly source: string;
  /** Whether it divides by values in the data's own units: these may not be 0, and standardization may only shift and scale them. */
  readonly isRatio: boolean;
  /**
   * From the windows' past, `values` of [batch, time, columns], standardized; `zeros`, [columns], is what 0 in the data's own
   * units is then, where it is a ratio. Without it: windows stay as they are.
   */
  of?(tf: TensorFlow['core'], values: Tensor, zeros: Tensor): ShiftAndScale;
  /** The same of one column of one window, in double precision. */
  onHost?(values: Float64Array, zero: number): {readonly shift: number; readonly scale: number};
}

/** Declares a normalization, its name as a type of its own. */
export function normalization<const Name extends string>(kind: WindowNormalization<Name>): WindowNormalization<Name> {
  return kind;
}

/** One row of each window, counted from its first one: [batch, 1, columns]. */
export function rowOf(tf: TensorFlow['core'], values: Tensor, row: number): Tensor {
  const [batch, , columns] = values.shape;
  return tf.slice(values, [0, row, 0], [batch, 1, columns]);
}
