import type {Dataset} from '../data/dataset.js';
import {SPLITS, type SplitName} from '../data/split.js';
import type {Scaling} from '../data/standardization/standardization.js';
import type {Windows} from '../data/windows.js';
import {measure, type SplitMetrics} from './metrics/index.js';
import type {Forecasts} from './metrics/metric.js';
import type {TrainingSetup} from './training-session.js';

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
  readonly engine: 'eager' | 'compiled';
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

/** The end of a training whose last loss is no finite number. */
export function divergedOutcome(history: readonly EpochLosses[], durationSeconds: number): Outcome {
  const last = history[history.length - 1];
  const [what, value] = Number.isFinite(last.loss) ? ['validation loss', last.validation_loss] : ['loss', last.loss];
  const message = `diverged: the ${what} became ${value} in epoch ${last.epoch}`;
  return {status: 'failed', error: {type: 'diverged', message}, history, durationSeconds};
}

/** The end of a training, measured. */
export function finishedOutcome(
  {dataset, windows, training}: TrainingSetup,
  engine: Diagnostics['engine'],
  history: readonly EpochLosses[],
  measuredEpoch: number,
  predict: (split: SplitName) => Float32Array,
  seconds: () => number,
): Outcome {
  const steps = history.length * Math.ceil(windows.starts.train.length / training.batchSize);
  return {
    status: 'finished',
    metrics: measureForecasts(dataset, windows, predict),
    history,
    diagnostics: {epochs: history.length, measured_epoch: measuredEpoch, steps, engine},
    durationSeconds: seconds(),
  };
}

/** Every metric of every split, from the forecasts as the model gave them. */
export function measureForecasts(
  dataset: Dataset,
  windows: Windows,
  predict: (split: SplitName) => Float32Array,
): Record<SplitName, SplitMetrics> {
  const {targetValues, targetScaling} = dataset;
  const scaled = targetValues.map(value => (value - targetScaling.offset) / targetScaling.scale);
  const naive = {own: naiveError(targetValues, windows), standardized: naiveError(scaled, windows)};
  const measureSplit = (split: SplitName) => {
    const predictions = Float64Array.from(predict(split));
    return measure(
      forecastsOf(
        predictions.map(value => undo(value, targetScaling)),
        targetValues,
        windows,
        split,
        naive.own,
      ),
      forecastsOf(predictions, scaled, windows, split, naive.standardized),
    );
  };
  return {train: measureSplit(SPLITS[0]), validation: measureSplit(SPLITS[1]), test: measureSplit(SPLITS[2])};
}

function undo(standardized: number, {offset, scale}: Scaling): number {
  return standardized * scale + offset;
}

function forecastsOf(
  predictions: Float64Array,
  series: Float64Array,
  {starts, offsets, targetOffset}: Windows,
  split: SplitName,
  naive: number,
): Forecasts {
  const last = offsets[offsets.length - 1];
  return {
    predictions,
    targets: Float64Array.from(starts[split], start => series[start + targetOffset]),
    lastKnown: Float64Array.from(starts[split], start => series[start + last]),
    naiveError: naive,
  };
}

/** Mean absolute error of forecasting the last known value, over the training windows. */
function naiveError(series: Float64Array, {starts, offsets, targetOffset}: Windows): number {
  const last = offsets[offsets.length - 1];
  return (
    starts.train.reduce((sum, start) => sum + Math.abs(series[start + targetOffset] - series[start + last]), 0) /
    starts.train.length
  );
}
