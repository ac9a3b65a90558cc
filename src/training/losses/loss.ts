import type {Scalar, Tensor} from '@tensorflow/tfjs-core';
import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {TensorFlow} from '../../model/tensorflow.js';

/** A kind of loss, with the options of its entries. */
export interface LossKind<LossEntry> {
  readonly type: string;
  /** The mean over all elements of prediction and target, both [batch, targets]. */
  of(tf: TensorFlow['core'], entry: LossEntry, prediction: Tensor, target: Tensor): Scalar;
  /** What one error adds to the mean, in double precision. */
  ofError(entry: LossEntry, error: number): number;
}

/** Declares a kind of loss; its entry's type comes from its options. */
export function loss<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, LossKind<Entry<Type, Own>>>): LossKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
