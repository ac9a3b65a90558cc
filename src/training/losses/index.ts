import type {Scalar, Tensor} from '@tensorflow/tfjs-core';
import {type EntryOf, kindOf} from '../../document/kind.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {huber} from './huber.js';
import type {LossKind} from './loss.js';
import {mae} from './mae.js';
import {mse} from './mse.js';

/** Every kind of loss there is. */
export const losses = [mse, mae, huber] as const;

export type LossEntry = EntryOf<(typeof losses)[number]>;

/** The mean loss of some errors, forecast less target, in double precision. */
export function meanLoss(entry: LossEntry, errors: Iterable<number>): number {
  const {ofError} = kindOf<LossKind<LossEntry>>(losses, entry);
  let [sum, count] = [0, 0];
  for (const error of errors) {
    sum += ofError(entry, error);
    count++;
  }
  return sum / count;
}

/** The loss of a batch, a scalar; prediction and target are [batch, targets]. */
export function lossOf(tf: TensorFlow['core'], entry: LossEntry, prediction: Tensor, target: Tensor): Scalar {
  return kindOf<LossKind<LossEntry>>(losses, entry).of(tf, entry, prediction, target);
}
