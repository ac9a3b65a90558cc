import type {ToldBoundaries} from '../data/4-split/split.js';
import {contentHash, contentKey} from '../document/content-hash.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {Combination} from '../experiment/combination.js';
import type {ExperimentFile} from '../experiment/experiment-file.js';
import {type ToldWindow, toldWindow} from './told-window.js';

/** What a training depends on besides its data set and its seed. */
export interface TrialExperiment extends Pick<ExperimentFile, 'standardization' | 'model' | 'training'> {
  readonly split: ToldBoundaries;
  readonly window: ToldWindow;
  /** Whether layers are looked at; left out where they are, as they usually are. */
  readonly diagnostics?: false;
}

/** One training: a combination of parameters with one seed. Plain data, so that it can cross to a worker. */
export interface Trial {
  /** Hash of what is trained, on which numbers and with which seed: not of how any of it is called or written. */
  readonly id: string;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly experiment: TrialExperiment;
  /** Key of the data set that it is trained on. */
  readonly dataset: string;
}

/** The trials of one combination, one per seed. */
export function trialsOf(
  {parameters, experiment}: Combination,
  seeds: number,
  dataset: string,
  split: ToldBoundaries,
): Trial[] {
  const own = trialExperiment(experiment, split);
  const content = hashOf(own, dataset);
  return Array.from({length: seeds}, (_, index) => {
    const seed = experiment.seed + index;
    return {id: contentHash({content, seed}), parameters, seed, dataset, experiment: own};
  });
}

/** The id of a trial, from what it trains. */
export function trialId({experiment, dataset, seed}: Pick<Trial, 'experiment' | 'dataset' | 'seed'>): string {
  return contentHash({content: hashOf(experiment, dataset), seed});
}

/** Hash of what the trials of a combination train, whatever their seeds. */
export function contentOf(experiment: ExperimentFile, dataset: string, split: ToldBoundaries): string {
  return hashOf(trialExperiment(experiment, split), dataset);
}

const toldWindows = new WeakMap<ExperimentFile['window'], ToldWindow>();

function trialExperiment(
  {standardization, window, model, training, diagnostics}: ExperimentFile,
  split: ToldBoundaries,
): TrialExperiment {
  return {
    split,
    standardization,
    window: remembered(toldWindows, window, () => toldWindow(window)),
    model,
    training,
    ...(diagnostics === false ? {diagnostics} : {}),
  };
}

function hashOf(own: TrialExperiment, dataset: string): string {
  // Combinations share their parts: each is written out once.
  for (const part of [own.split, own.standardization, own.window, own.model, own.training]) contentKey(part);
  return contentHash({dataset, ...own});
}
