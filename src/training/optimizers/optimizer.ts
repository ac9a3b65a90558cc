import type {Tensor} from '@tensorflow/tfjs-core';
import type {ExperimentFile} from '../../experiment/experiment-file.generated.js';
import type {TensorFlow} from '../../model/tensorflow.js';

export type OptimizerEntry = ExperimentFile['training']['optimizer'];
export type OptimizerType = OptimizerEntry['type'];

/** Named tensors: an optimizer's state (vectors of all weights' length, or scalars). */
export type Slots = Readonly<Record<string, Tensor>>;

/** One update's inputs; weights and gradient are one flat vector of all weights. */
export interface Update {
  readonly weights: Tensor;
  readonly gradient: Tensor;
  readonly state: Slots;
  /** What differs between trials without changing a shape, as scalars. */
  readonly hyperparameters: Slots;
}

/** A kind of optimizer: a pure function of flat vectors. State starts at 0. */
export interface Optimizer<Type extends OptimizerType> {
  readonly type: Type;
  state(entry: Extract<OptimizerEntry, {type: Type}>): Readonly<Record<string, 'vector' | 'scalar'>>;
  hyperparameters(entry: Extract<OptimizerEntry, {type: Type}>): Readonly<Record<string, number>>;
  update(
    tf: TensorFlow['core'],
    entry: Extract<OptimizerEntry, {type: Type}>,
    update: Update,
  ): {weights: Tensor; state: Slots};
}
