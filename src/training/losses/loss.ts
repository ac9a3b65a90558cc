import type {Scalar, Tensor} from '@tensorflow/tfjs-core';
import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';
import type {TensorFlow} from '../../model/tensorflow.js';

export type LossEntry = ExperimentFile['training']['loss'];

/** A kind of loss: the mean over all elements of prediction and target, both [batch, targets]. */
export interface Loss<Type extends LossEntry['type']> {
  readonly type: Type;
  of(tf: TensorFlow['core'], entry: Extract<LossEntry, {type: Type}>, prediction: Tensor, target: Tensor): Scalar;
}
