import {type EntryOf, kindOf} from '../../document/kind.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {adam} from './adam.js';
import type {OptimizerKind, Structure, Update, Updated} from './optimizer.js';
import {rmsprop} from './rmsprop.js';
import {sgd} from './sgd.js';

/** Every kind of optimizer there is. */
export const optimizers = [sgd, adam, rmsprop] as const;

export type OptimizerEntry = EntryOf<(typeof optimizers)[number]>;

function optimizerOf(entry: {readonly type: string}): OptimizerKind<OptimizerEntry> {
  return kindOf<OptimizerKind<OptimizerEntry>>(optimizers, entry);
}

/** What of an entry decides which operations its updates consist of, its type included. */
export function optimizerStructure(entry: OptimizerEntry): {readonly type: string; readonly own: Structure} {
  return {type: entry.type, own: optimizerOf(entry).structure(entry)};
}

/** What an optimizer keeps between steps, by name: a number for each weight, or one. */
export function optimizerState(entry: OptimizerEntry): Readonly<Record<string, 'vector' | 'scalar'>> {
  const kind = optimizerOf(entry);
  return kind.state(kind.structure(entry));
}

/** What differs between trials of one structure, by name. */
export function optimizerHyperparameters(entry: OptimizerEntry): Readonly<Record<string, number>> {
  return optimizerOf(entry).hyperparameters(entry);
}

/** The weights and the state after a step. */
export function optimizerUpdate(tf: TensorFlow['core'], entry: OptimizerEntry, update: Update): Updated {
  const kind = optimizerOf(entry);
  return kind.update(tf, kind.structure(entry), update);
}
