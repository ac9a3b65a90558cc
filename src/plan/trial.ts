import {contentHash} from '../experiment/content-hash.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import type {Combination} from '../experiment/load-experiment.js';
import type {ParameterValues} from '../experiment/references.js';

/** What one training depends on, apart from data and seed. */
export type TrialExperiment = Pick<ExperimentFile, 'window' | 'model' | 'training'>;

/** One training: a combination of parameters with one seed. Plain data, so that it can cross to a worker. */
export interface Trial {
  /** Content hash: what is trained, not how it is called. */
  readonly id: string;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly experiment: TrialExperiment;
  /** Key of the data set that it is trained on. */
  readonly dataset: string;
}

/** The trials of one combination, one per seed. */
export function trialsOf(combination: Combination, seeds: number, dataset: string): Trial[] {
  const {window, model, training, seed: firstSeed} = combination.experiment;
  const experiment = {window, model, training};
  const content = contentHash({dataset, ...experiment});
  return Array.from({length: seeds}, (_, index) => {
    const seed = firstSeed + index;
    return {id: contentHash({content, seed}), parameters: combination.parameters, seed, dataset, experiment};
  });
}
