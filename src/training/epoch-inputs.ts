import {generator, permutation} from '../random/generator.js';
import {learningRateAt} from './schedules/index.js';
import type {TrainingSetup} from './training-session.js';

/** Optimizer steps of an epoch: the last one may have a smaller batch. */
export function stepsPerEpoch({windows, training}: Pick<TrainingSetup, 'windows' | 'training'>): number {
  return Math.ceil(windows.starts.train.length / training.batchSize);
}

/** Steps of an epoch whose batches are whole. */
export function wholeStepsPerEpoch({windows, training}: Pick<TrainingSetup, 'windows' | 'training'>): number {
  return Math.floor(windows.starts.train.length / training.batchSize);
}

/** What changes from epoch to epoch. All of it is drawn or worked out here, on the host, whatever engine trains. */
export interface EpochInputs {
  /** Start rows of the training windows in the order in which they are trained on. */
  readonly order: Int32Array;
  /** One per step. */
  readonly learningRates: Float32Array;
  /** Per dropout layer, [steps, batch, size]. */
  readonly masks: readonly Float32Array[];
}

/** A layer that drops: the size of what it takes, without the batch. */
export interface Dropping {
  readonly size: number;
  readonly rate: number;
}

/** The inputs of an epoch, counted from 1: the same for the same seed, whatever came before. */
export function epochInputs(
  {training, windows, seed}: Pick<TrainingSetup, 'training' | 'windows' | 'seed'>,
  dropping: readonly Dropping[],
  epoch: number,
): EpochInputs {
  const starts = windows.starts.train;
  const steps = stepsPerEpoch({windows, training});
  const order = training.shuffle ? permutation(generator(seed, 'order', epoch), starts.length) : starts;
  if (training.shuffle) for (let at = 0; at < order.length; at++) order[at] = starts[order[at]];
  return {
    order,
    learningRates: Float32Array.from({length: steps}, (_, step) =>
      learningRateAt(training, (epoch - 1) * steps + step),
    ),
    masks: dropping.map(({size, rate}, layer) => {
      const random = generator(seed, 'dropout', layer, epoch);
      const kept = 1 / (1 - rate);
      const mask = new Float32Array(steps * training.batchSize * size);
      for (let at = 0; at < mask.length; at++) mask[at] = random.chance(rate) ? 0 : kept;
      return mask;
    }),
  };
}

/** The names of what changes from epoch to epoch. */
export function epochInputNames(dropping: readonly Dropping[]): string[] {
  return ['order', 'remainderOrder', 'learningRates', ...dropping.map((_, layer) => `masks.${layer}`)];
}

/** The inputs of an epoch by the names that a TrainingSession, and so what is recorded of it, has for them. */
export function namedEpochInputs(
  setup: Pick<TrainingSetup, 'training' | 'windows' | 'seed'>,
  dropping: readonly Dropping[],
  epoch: number,
): Readonly<Record<string, Int32Array | Float32Array>> {
  const {order, learningRates, masks} = epochInputs(setup, dropping, epoch);
  const whole = wholeStepsPerEpoch(setup) * setup.training.batchSize;
  return {
    order: order.subarray(0, whole),
    remainderOrder: order.subarray(whole),
    learningRates,
    ...Object.fromEntries(masks.map((mask, layer) => [`masks.${layer}`, mask])),
  };
}
