import type {Scalar, Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../model/tensorflow.js';
import {huber} from './huber.js';
import type {Loss, LossEntry} from './loss.js';
import {mae} from './mae.js';
import {mse} from './mse.js';

type Type = LossEntry['type'];
const losses: {[T in Type]: Loss<T>} = {mse, mae, huber};

/** The loss of a batch, a scalar. */
export function lossOf<T extends Type>(
  tf: TensorFlow['core'],
  entry: Extract<LossEntry, {type: T}>,
  prediction: Tensor,
  target: Tensor,
): Scalar {
  const loss = losses[entry.type as T];
  return loss.of(tf, entry, prediction, target);
}
