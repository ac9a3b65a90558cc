import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../model/tensorflow.js';
import {adam} from './adam.js';
import type {Optimizer, OptimizerEntry, OptimizerType, Slots, Update} from './optimizer.js';
import {rmsprop} from './rmsprop.js';
import {sgd} from './sgd.js';

const optimizers: {[Type in OptimizerType]: Optimizer<Type>} = {adam, rmsprop, sgd};

function kindOf<Type extends OptimizerType>(entry: Extract<OptimizerEntry, {type: Type}>): Optimizer<Type> {
  return optimizers[entry.type as Type];
}

export function optimizerState(entry: OptimizerEntry): Readonly<Record<string, 'vector' | 'scalar'>> {
  return kindOf(entry).state(entry);
}

export function optimizerHyperparameters(entry: OptimizerEntry): Readonly<Record<string, number>> {
  return kindOf(entry).hyperparameters(entry);
}

export function optimizerUpdate(
  tf: TensorFlow['core'],
  entry: OptimizerEntry,
  update: Update,
): {weights: Tensor; state: Slots} {
  return kindOf(entry).update(tf, entry, update);
}
