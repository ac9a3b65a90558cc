import type {Dataset} from '../data/dataset.js';
import {SPLITS, type SplitName} from '../data/split.js';
import type {Windows} from '../data/windows.js';
import {stepsPerEpoch} from './epoch-inputs.js';
import {measure, type SplitMetrics} from './metrics/index.js';
import type {Forecasts} from './metrics/metric.js';
import type {TrainingSetup} from './training-session.js';

/** How steps are executed: kernel by kernel in TensorFlow.js, as a WebAssembly program, or as a graph of TensorFlow, by itself or by XLA. */
export const ENGINES = ['eager', 'compiled', 'graph', 'xla'] as const;
export type EngineName = (typeof ENGINES)[number];

/** Mean losses of one epoch, in standardized units; epochs count from 1. */
export interface EpochLosses {
  readonly epoch: number;
  readonly loss: number;
  readonly validation_loss: number;
}

export interface Diagnostics {
  /** Epochs that were trained. */
  readonly epochs: number;
  /** The epoch whose weights were measured. */
  readonly measured_epoch: number;
  /** Optimizer steps. */
  readonly steps: number;
  /** What executed them. */
  readonly engine: EngineName;
}

/** What became of a training. */
export type Outcome =
  | {
      readonly status: 'finished';
      readonly metrics: Readonly<Record<SplitName, SplitMetrics>>;
      readonly history: readonly EpochLosses[];
      readonly diagnostics: Diagnostics;
      readonly durationSeconds: number;
    }
  | {
      readonly status: 'failed';
      readonly error: TrialError;
      readonly history: readonly EpochLosses[];
      readonly durationSeconds: number;
    };

/** `diverged` comes back however often it is trained; a crash (worker killed, out of memory) may not. */
export interface TrialError {
  readonly type: 'diverged' | 'crashed';
  readonly message: string;
}

/** How a training ended. */
export interface Ending {
  readonly outcome: Outcome;
  /** The forecast of every test window, standardized, in time order; null where there is none. */
  readonly testForecasts: Float32Array | null;
}

/** Whether a loss is no finite number any more. */
export function hasDiverged({loss, validation_loss}: EpochLosses): boolean {
  return !Number.isFinite(loss) || !Number.isFinite(validation_loss);
}

/** The end of a training whose last loss is no finite number. */
export function divergedEnding(history: readonly EpochLosses[], durationSeconds: number): Ending {
  const last = history[history.length - 1];
  const [what, value] = Number.isFinite(last.loss) ? ['validation loss', last.validation_loss] : ['loss', last.loss];
  const message = `diverged: the ${what} became ${value} in epoch ${last.epoch}`;
  return {
    outcome: {status: 'failed', error: {type: 'diverged', message}, history, durationSeconds},
    testForecasts: null,
  };
}

/** The end of a training, measured. */
export function finishedEnding(
  setup: TrainingSetup,
  engine: Diagnostics['engine'],
  history: readonly EpochLosses[],
  measuredEpoch: number,
  predict: (split: SplitName) => Float32Array,
  seconds: () => number,
): Ending {
  const steps = history.length * stepsPerEpoch(setup);
  const forecasts = {train: predict('train'), validation: predict('validation'), test: predict('test')};
  return {
    outcome: {
      status: 'finished',
      metrics: measureForecasts(setup.dataset, setup.windows, forecasts),
      history,
      diagnostics: {epochs: history.length, measured_epoch: measuredEpoch, steps, engine},
      durationSeconds: seconds(),
    },
    testForecasts: forecasts.test,
  };
}

/** Every metric of every split, from the forecasts as the model gave them. */
export function measureForecasts(
  dataset: Dataset,
  windows: Windows,
  forecasts: Readonly<Record<SplitName, Float32Array>>,
): Record<SplitName, SplitMetrics> {
  const {targetScaling} = dataset;
  const {own, standardized} = knownOf(dataset, windows);
  const measureSplit = (split: SplitName) => {
    const predictions = Float64Array.from(forecasts[split]);
    const undone = predictions.map(value => value * targetScaling.scale + targetScaling.offset);
    return measure({...own[split], predictions: undone}, {...standardized[split], predictions});
  };
  return {train: measureSplit(SPLITS[0]), validation: measureSplit(SPLITS[1]), test: measureSplit(SPLITS[2])};
}

/** What forecasts are compared with, per split, in the data's own units and as the model was trained. */
interface Known {
  readonly own: Readonly<Record<SplitName, Omit<Forecasts, 'predictions'>>>;
  readonly standardized: Readonly<Record<SplitName, Omit<Forecasts, 'predictions'>>>;
}

/** Trials with the same data and windows share it: working it out again took some 4 % of a short compiled trial. */
const known = new WeakMap<Windows, {readonly dataset: Dataset; readonly known: Known}>();

function knownOf(dataset: Dataset, windows: Windows): Known {
  const before = known.get(windows);
  if (before?.dataset === dataset) return before.known;
  const {targetValues, targetScaling} = dataset;
  const scaled = targetValues.map(value => (value - targetScaling.offset) / targetScaling.scale);
  const made = {own: splitsOf(targetValues, windows), standardized: splitsOf(scaled, windows)};
  known.set(windows, {dataset, known: made});
  return made;
}

function splitsOf(series: Float64Array, windows: Windows): Record<SplitName, Omit<Forecasts, 'predictions'>> {
  const {starts, offsets, targetOffset} = windows;
  const last = offsets[offsets.length - 1];
  const naive = naiveError(series, windows);
  const of = (split: SplitName) => ({
    targets: Float64Array.from(starts[split], start => series[start + targetOffset]),
    lastKnown: Float64Array.from(starts[split], start => series[start + last]),
    naiveError: naive,
  });
  return {train: of('train'), validation: of('validation'), test: of('test')};
}

/** Mean absolute error of forecasting the last known value, over the training windows. */
function naiveError(series: Float64Array, {starts, offsets, targetOffset}: Windows): number {
  const last = offsets[offsets.length - 1];
  return (
    starts.train.reduce((sum, start) => sum + Math.abs(series[start + targetOffset] - series[start + last]), 0) /
    starts.train.length
  );
}
