import {SPLITS} from '../data/4-split/split.js';
import {byLoss, type EpochLoss} from './contract.js';
import {type TrainingDiagnostics, trainingDiagnostics} from './diagnosis/layer-diagnostics.js';
import {meanLoss} from './losses/index.js';
import {type Echo, echoOf} from './measure/echo.js';
import {type Measured, measureForecasts} from './measure/measure-forecasts.js';
import type {SplitMetrics} from './metrics/index.js';
import type {EpochVectors, TrainingOutput} from './output.js';
import {stepsPerEpoch, type TrainingSetup} from './setup.js';

/** How steps are executed: kernel by kernel in TensorFlow.js, as a WebAssembly program, or as a graph of TensorFlow, by itself or by XLA. */
export const ENGINES = ['eager', 'compiled', 'graph', 'xla'] as const;
export type EngineName = (typeof ENGINES)[number];

/** The mean losses of one epoch, in standardized units; epochs count from 1. */
export type EpochLosses = {readonly epoch: number} & Readonly<Record<EpochLoss, number>>;

export interface Diagnostics {
  /** Epochs that were trained. */
  readonly epochs: number;
  /** The epoch whose weights were measured. */
  readonly measured_epoch: number;
  /** Optimizer steps. */
  readonly steps: number;
  /** What executed them. */
  readonly engine: EngineName;
  /** The mean loss over all training windows of the weights that were measured; null where it is no number, or is trained on other steps than are forecast. */
  readonly training_loss?: number | null;
  /** How much the test forecasts are only what was known already; not where there are too few, nor in runs of older versions. */
  readonly echo?: Echo;
  /** Where it is asked for; null where it can't be done. */
  readonly polished?: Polished | null;
  /** What was seen of the layers; not where nobody looked, nor in runs of older versions. */
  readonly seen?: TrainingDiagnostics;
}

/** What a search that went on from the end of a training came to, over all training windows, in double precision. */
export interface Polished {
  readonly loss: number;
  readonly gradient_norm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly ended: 'no gradient' | 'no way down' | 'evaluations';
}

/** What became of a training. */
export type Outcome =
  | ({
      readonly status: 'finished';
      readonly history: readonly EpochLosses[];
      readonly diagnostics: Diagnostics;
      readonly durationSeconds: number;
      /** The test metrics of the same network trained once more, on validation rows, too; null where that failed. */
      readonly refit?: {readonly epochs: number; readonly metrics: SplitMetrics} | null;
    } & Measured)
  | {
      readonly status: 'failed';
      readonly error: TrialError;
      readonly history: readonly EpochLosses[];
      readonly durationSeconds: number;
    };

export const TRIAL_ERRORS = ['diverged', 'not-finite', 'crashed'] as const;

/**
 * `diverged` comes back however often it is trained, and so does `not-finite`: the losses were numbers, but what it forecasts
 * for some rows can't be measured. A crash (worker killed, out of memory) may not.
 */
export interface TrialError {
  readonly type: (typeof TRIAL_ERRORS)[number];
  readonly message: string;
}

/** How a training ended. */
export interface Ending {
  readonly outcome: Outcome;
  /** The forecast of every test window, [windows, width], standardized, in time order; null where there is none. */
  readonly testForecasts: Float32Array | null;
}

/** How a training ended that an engine has done: its forecasts measured, or why they can't be. */
export function endingOf(
  setup: TrainingSetup,
  engine: EngineName,
  output: TrainingOutput,
  seconds: () => number,
): Ending {
  const history = output.history.map(losses);
  if (output.status === 'diverged') return failed('diverged', divergedMessage(history), history, seconds());
  const measured = measureForecasts(setup, output.forecasts);
  const unmeasurable = SPLITS.find(
    split =>
      (measured.metrics[split].mse ?? null) === null || (measured.metrics[split].standardized.mse ?? null) === null,
  );
  if (unmeasurable)
    return failed(
      'not-finite',
      `not finite: the error on the ${unmeasurable} split can't be told in numbers`,
      history,
      seconds(),
    );
  const steps = history.length * stepsPerEpoch(setup);
  const echo = echoOf(setup, output.forecasts.test);
  const seen = trainingDiagnostics(setup, output.looks, output.measuredEpoch);
  return {
    outcome: {
      status: 'finished',
      ...measured,
      history,
      diagnostics: {
        epochs: history.length,
        measured_epoch: output.measuredEpoch,
        steps,
        engine,
        training_loss: trainingLoss(setup, output.forecasts.train),
        ...(echo ? {echo} : {}),
        ...(seen ? {seen} : {}),
      },
      durationSeconds: seconds(),
    },
    testForecasts: output.forecasts.test,
  };
}

/** In the units that are trained in; forecasts are [windows, width]. */
function trainingLoss({training, targets, windows, forecast}: TrainingSetup, forecasts: Float32Array): number | null {
  if (forecast === 'recursive' && windows.targetOffsets.length > 1) return null;
  const {values, columns, offsets} = targets;
  const errors = function* () {
    let at = 0;
    for (const start of windows.starts.train)
      for (const offset of offsets)
        for (let column = 0; column < columns; column++)
          yield forecasts[at++] - values[(start + offset) * columns + column];
  };
  const loss = meanLoss(training.loss, errors());
  return Number.isFinite(loss) ? loss : null;
}

function losses(vectors: EpochVectors, index: number): EpochLosses {
  return {epoch: index + 1, ...byLoss(name => vectors[name][0])};
}

function divergedMessage(history: readonly EpochLosses[]): string {
  const last = history[history.length - 1];
  const [what, value] = Number.isFinite(last.loss) ? ['validation loss', last.validation_loss] : ['loss', last.loss];
  return `diverged: the ${what} became ${value} in epoch ${last.epoch}`;
}

function failed(
  type: TrialError['type'],
  message: string,
  history: readonly EpochLosses[],
  durationSeconds: number,
): Ending {
  return {outcome: {status: 'failed', error: {type, message}, history, durationSeconds}, testForecasts: null};
}
