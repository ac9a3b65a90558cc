import type {Tensor} from '@tensorflow/tfjs-core';
import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {TensorFlow} from '../../model/tensorflow.js';

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

/** What an update gives. */
export interface Updated {
  readonly weights: Tensor;
  readonly state: Slots;
}

/** What of an entry decides which operations an update consists of: trainings that agree in it share a program. */
export type Structure = Readonly<Record<string, boolean | string>>;

/** A kind of optimizer: a pure function of flat vectors. State starts at 0. */
export interface OptimizerKind<OptimizerEntry, Own extends Structure = Structure> {
  readonly type: string;
  structure(entry: OptimizerEntry): Own;
  state(structure: Own): Readonly<Record<string, 'vector' | 'scalar'>>;
  /** Numbers by name, `learningRate` among them; which names there are is decided by the structure. */
  hyperparameters(entry: OptimizerEntry): Readonly<Record<string, number>>;
  /** Sees no number of the entry but as a scalar at run time. */
  update(tf: TensorFlow['core'], structure: Own, update: Update): Updated;
}

/** Declares a kind of optimizer; its entry's type comes from its options. */
export function optimizer<const Type extends string, const Own extends Options, Structural extends Structure>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, OptimizerKind<Entry<Type, Own>, Structural>>): OptimizerKind<Entry<Type, Own>, Structural> &
  Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
