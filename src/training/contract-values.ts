import type {Scaling} from '../data/7-standardize/scaling.js';
import {firstWeight} from '../model/first-weight.js';
import {generator, shuffled} from '../random/generator.js';
import {type ContractInput, hyperparameterName, maskName, NAMES, type TrainingContract, weightsOf} from './contract.js';
import {diagnosedBatch, diagnosedStarts, filledUp} from './diagnosis/diagnosis-plan.js';
import {optimizerHyperparameters} from './optimizers/index.js';
import {scheduleFactor} from './schedules/index.js';
import {stepsPerEpoch, type TrainingSetup, wholeStepsPerEpoch} from './setup.js';

/** Numbers by the names of the contract. */
export type ContractValues = ReadonlyMap<string, Int32Array | Float32Array>;

/** The inputs that all trials of a program share. */
export function sharedValues({
  data,
  windows,
  targets,
  training,
}: Pick<TrainingSetup, 'data' | 'windows' | 'targets' | 'training'>): ContractValues {
  const diagnosed = filledUp(diagnosedStarts({training, windows}), diagnosedBatch(training));
  // Ratios are refused where series are scaled by themselves: the first ones' scalings are those of all.
  const zeros = (scalings: readonly Scaling[]) => Float32Array.from(scalings, ({transform}) => transform(0));
  return new Map<string, Int32Array | Float32Array>([
    [NAMES.series, data.inputs],
    [NAMES.target, targets.values],
    [NAMES.inputZeros, zeros(data.scalings[0])],
    [NAMES.targetZeros, zeros(data.targetScalings[0].map(({scaling}) => scaling))],
    [NAMES.validationStarts, windows.starts.validation],
    [NAMES.diagnosedStarts, diagnosed.starts],
    [NAMES.diagnosedCounts, diagnosed.counts],
  ]);
}

/** The inputs that stay from a trial's beginning to its end. */
export function trialValues({training}: Pick<TrainingSetup, 'training'>): ContractValues {
  const {learningRate: _, ...constant} = optimizerHyperparameters(training.optimizer);
  return new Map(Object.entries(constant).map(([name, value]) => [hyperparameterName(name), Float32Array.of(value)]));
}

/**
 * The inputs of an epoch, counted from 1: the order of the training windows by their start rows, a learning rate for every
 * step, dropout masks (0, or 1 / (1 - rate)). All of it is drawn or worked out on the host, whatever engine trains, and is the
 * same for the same seed whatever came before.
 */
export function epochValues(
  setup: Pick<TrainingSetup, 'training' | 'windows' | 'seed'>,
  {dropping}: Pick<TrainingContract, 'dropping'>,
  epoch: number,
): ContractValues {
  const {training, seed} = setup;
  const steps = stepsPerEpoch(setup);
  const order = orderOf(setup, epoch);
  const whole = wholeStepsPerEpoch(setup) * training.batchSize;
  const {optimizer, learningRateSchedule} = training;
  const rate = (step: number) =>
    optimizer.learningRate * scheduleFactor(learningRateSchedule, (epoch - 1) * steps + step, steps);
  return new Map<string, Int32Array | Float32Array>([
    [NAMES.order, order.subarray(0, whole)],
    [NAMES.remainderOrder, order.subarray(whole)],
    [NAMES.learningRates, Float32Array.from({length: steps}, (_, step) => rate(step))],
    ...dropping.map(({size, rate: dropped}, layer) => {
      const random = generator(seed, 'dropout', layer, epoch);
      const kept = 1 / (1 - dropped);
      const mask = new Float32Array(steps * training.batchSize * size);
      for (let at = 0; at < mask.length; at++) mask[at] = random.chance(dropped) ? 0 : kept;
      return [maskName(layer), mask] as const;
    }),
  ]);
}

/** Start rows of the training windows in the order in which an epoch trains on them. */
function orderOf(
  {training, windows, seed}: Pick<TrainingSetup, 'training' | 'windows' | 'seed'>,
  epoch: number,
): Int32Array {
  const starts = windows.starts.train;
  if (!training.shuffle) return starts;
  return shuffled(generator(seed, 'order', epoch), starts);
}

/** The weights of a trial as they start, in the order of the contract. */
export function firstWeights(
  {graph, seed}: Pick<TrainingSetup, 'graph' | 'seed'>,
  contract: TrainingContract,
): Float32Array[] {
  return weightsOf(contract).map(({place}) => firstWeight(graph, seed, place.node, place.weight));
}

/** The values of an input. Throws where there are none: the contract lists what its values are made for. */
export function valuesOf(values: ContractValues, {name}: Pick<ContractInput, 'name'>): Int32Array | Float32Array {
  const found = values.get(name);
  if (!found) throw new Error(`the contract's ${name} has no values`);
  return found;
}
