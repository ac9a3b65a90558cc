import type {StandardizedData} from '../data/7-standardize/standardize.js';
import type {SharedRowsBySplit} from '../data/8-windows/shared-rows.js';
import type {TrainedTargets} from '../data/8-windows/trained-targets.js';
import type {WindowEntry, Windows} from '../data/8-windows/windows.js';
import type {Graph} from '../model/graph.js';
import type {NormalizationSetup} from '../model/normalizations/normalized.js';
import type {TrainingEntry} from './training-entry.js';

/** Data, windows and targets that belong together. */
export interface TrainedData {
  readonly data: StandardizedData;
  readonly windows: Windows;
  readonly targets: TrainedTargets;
}

/** Everything that one training is made of. */
export interface TrainingSetup {
  readonly graph: Graph;
  readonly data: StandardizedData;
  readonly windows: Windows;
  readonly targets: TrainedTargets;
  /** How several steps come about. */
  readonly forecast: WindowEntry['forecast'];
  readonly normalization: NormalizationSetup;
  readonly training: TrainingEntry;
  readonly seed: number;
  /** Whether layers are looked at while they learn; it changes nothing of what they learn. */
  readonly diagnostics: boolean;
  /** What it is trained on once more at its end, with validation rows among the training rows; where that is asked for. */
  readonly refit: TrainedData | undefined;
  /** Target rows that it is measured on besides its own: those that other trainings were measured on, too. */
  readonly sharedRows: SharedRowsBySplit;
}

/** A training that is done once more, on validation rows, too, for a number of epochs. */
export function refitSetup(setup: TrainingSetup, refit: TrainedData, epochs: number): TrainingSetup {
  const {earlyStopping: _, refit: __, polish: ___, ...training} = setup.training;
  return {...setup, ...refit, training: {...training, epochs}, refit: undefined, sharedRows: {}, diagnostics: false};
}

/** Numbers that the network gives for a window: every target in every step that it is trained on. */
export function trainedWidth({targets}: Pick<TrainingSetup, 'targets'>): number {
  return targets.columns * targets.offsets.length;
}

/** Numbers per forecast: every target in every step. */
export function forecastWidth({data, windows}: Pick<TrainingSetup, 'data' | 'windows'>): number {
  return data.dataset.targets.length * windows.targetOffsets.length;
}

/** Optimizer steps of an epoch: the last one may have a smaller batch. */
export function stepsPerEpoch({windows, training}: Pick<TrainingSetup, 'windows' | 'training'>): number {
  return Math.ceil(windows.starts.train.length / training.batchSize);
}

/** Steps of an epoch whose batches are whole. */
export function wholeStepsPerEpoch({windows, training}: Pick<TrainingSetup, 'windows' | 'training'>): number {
  return Math.floor(windows.starts.train.length / training.batchSize);
}
