import type {Dataset} from '../data/dataset.js';
import {COMPARED_SPLITS} from '../data/shared-rows.js';
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
      /** In splits in which combinations are measured on other rows: metrics on those that all share. */
      readonly shared?: SharedMetrics;
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

/** Metrics on rows that other trials were measured on, too. */
export type SharedMetrics = Readonly<Partial<Record<(typeof COMPARED_SPLITS)[number], SharedSplit>>>;

export interface SharedSplit {
  /** Equal for equal rows with equal values. */
  readonly name: string;
  readonly rows: number;
  readonly metrics: SplitMetrics;
}

/**
 * `diverged` comes back however often it is trained, and so does `not-finite`: the losses were numbers, but what it forecasts
 * for some rows can't be measured. A crash (worker killed, out of memory) may not.
 */
export interface TrialError {
  readonly type: 'diverged' | 'not-finite' | 'crashed';
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
  const {metrics, shared} = measureForecasts(setup, forecasts);
  const unmeasurable = SPLITS.find(split => metrics[split].mse === null || metrics[split].standardized.mse === null);
  if (unmeasurable) {
    const message = `not finite: the error on the ${unmeasurable} split can't be told in numbers`;
    return {
      outcome: {status: 'failed', error: {type: 'not-finite', message}, history, durationSeconds: seconds()},
      testForecasts: null,
    };
  }
  return {
    outcome: {
      status: 'finished',
      metrics,
      ...(shared ? {shared} : {}),
      history,
      diagnostics: {epochs: history.length, measured_epoch: measuredEpoch, steps, engine},
      durationSeconds: seconds(),
    },
    testForecasts: forecasts.test,
  };
}

/** Every metric of every split, from the forecasts as the model gave them; also on the rows that other trainings share. */
function measureForecasts(
  {dataset, windows, sharedRows}: Pick<TrainingSetup, 'dataset' | 'windows' | 'sharedRows'>,
  forecasts: Readonly<Record<SplitName, Float32Array>>,
): {readonly metrics: Record<SplitName, SplitMetrics>; readonly shared: SharedMetrics | undefined} {
  const {targetScaling} = dataset;
  const {own, standardized} = knownOf(dataset, windows);
  const measureSplit = (split: SplitName, windowsOf?: Int32Array) => {
    const all = Float64Array.from(forecasts[split]);
    const chosen = windowsOf ? Float64Array.from(windowsOf, index => all[index]) : all;
    const undone = chosen.map(value => value * targetScaling.scale + targetScaling.offset);
    const only = (known: Omit<Forecasts, 'predictions'>) => (windowsOf ? onlyWindows(known, windowsOf) : known);
    return measure({...only(own[split]), predictions: undone}, {...only(standardized[split]), predictions: chosen});
  };
  const shared = COMPARED_SPLITS.flatMap(split => {
    const rows = sharedRows[split];
    if (!rows) return [];
    const at = new Map(Array.from(windows.starts[split], (start, index) => [start + windows.targetOffset, index]));
    const windowsOf = rows.rows.map(row => at.get(row) ?? 0);
    return [[split, {name: rows.name, rows: windowsOf.length, metrics: measureSplit(split, windowsOf)}] as const];
  });
  return {
    metrics: {train: measureSplit('train'), validation: measureSplit('validation'), test: measureSplit('test')},
    shared: shared.length > 0 ? Object.fromEntries(shared) : undefined,
  };
}

function onlyWindows(known: Omit<Forecasts, 'predictions'>, windows: Int32Array): Omit<Forecasts, 'predictions'> {
  return {
    ...known,
    targets: Float64Array.from(windows, index => known.targets[index]),
    lastKnown: Float64Array.from(windows, index => known.lastKnown[index]),
  };
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
  const {targetValues, targetScaling, boundaries} = dataset;
  const scaled = targetValues.map(value => (value - targetScaling.offset) / targetScaling.scale);
  const made = {
    own: splitsOf(targetValues, windows, boundaries.train.end),
    standardized: splitsOf(scaled, windows, boundaries.train.end),
  };
  known.set(windows, {dataset, known: made});
  return made;
}

function splitsOf(
  series: Float64Array,
  windows: Windows,
  trainRows: number,
): Record<SplitName, Omit<Forecasts, 'predictions'>> {
  const {starts, offsets, targetOffset} = windows;
  const last = offsets[offsets.length - 1];
  const naive = naiveError(series.subarray(0, trainRows), targetOffset - last);
  const of = (split: SplitName) => ({
    targets: Float64Array.from(starts[split], start => series[start + targetOffset]),
    lastKnown: Float64Array.from(starts[split], start => series[start + last]),
    naiveError: naive,
  });
  return {train: of('train'), validation: of('validation'), test: of('test')};
}

/**
 * Mean absolute error of forecasting the value of `horizon` rows before, over all training rows that have one: no setting of
 * the window changes it, so that windows can be compared.
 */
function naiveError(training: Float64Array, horizon: number): number {
  const errors = training.subarray(horizon).map((value, index) => Math.abs(value - training[index]));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
