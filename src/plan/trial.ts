import type {ToldBoundaries} from '../data/4-split/split.js';
import {contentHash} from '../document/content-hash.js';
import type {ParameterValues} from '../document/references.js';
import type {ExperimentFile} from '../experiment/experiment-file.js';
import type {Combination} from '../experiment/load-experiment.js';
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
  const {standardization, window, model, training, seed: firstSeed, diagnostics} = experiment;
  const own: TrialExperiment = {
    split,
    standardization,
    window: toldWindow(window),
    model,
    training,
    ...(diagnostics === false ? {diagnostics} : {}),
  };
  const content = contentHash({dataset, ...own});
  return Array.from({length: seeds}, (_, index) => {
    const seed = firstSeed + index;
    return {id: contentHash({content, seed}), parameters, seed, dataset, experiment: own};
  });
}
