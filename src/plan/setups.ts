import {type StandardizedData, standardize} from '../data/6-standardize/standardize.js';
import type {SharedRowsBySplit} from '../data/7-windows/shared-rows.js';
import {WindowsByEntry} from '../data/7-windows/windows.js';
import type {Dataset} from '../data/dataset.js';
import {placeAt} from '../document/problem.js';
import {resolveGraph} from '../model/graph.js';
import {forecastWidth, type TrainingSetup} from '../training/setup.js';
import type {Trial} from './trial.js';

/** Makes the setups of trials from their data sets, wherever they are trained; what trials have in common is made once. */
export class Setups {
  private readonly datasets = new Map<string, Dataset>();
  private readonly standardized = new Map<string, StandardizedData>();
  private readonly windows = new WindowsByEntry();

  /** Keeps a data set for trials that name it. */
  add(dataset: Dataset): void {
    this.datasets.set(dataset.key, dataset);
  }

  /** The setup of a trial, whose data set has been added and whose shapes have been checked. */
  of({experiment, dataset: key, seed}: Trial, sharedRows: SharedRowsBySplit): TrainingSetup {
    const data = this.dataOf(key, experiment);
    const windows = this.windows.of(data.boundaries, experiment.window);
    const inputShape = [windows.offsets.length, data.dataset.inputs.length];
    const nowhere = placeAt({file: '', text: ''}, 0);
    const graph = resolveGraph(experiment.model, inputShape, forecastWidth({data, windows}), () => nowhere);
    if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join('; '));
    return {graph: graph.value, data, windows, training: experiment.training, seed, sharedRows};
  }

  private dataOf(key: string, {split, standardization}: Trial['experiment']): StandardizedData {
    const own = JSON.stringify([key, split, standardization]);
    const known = this.standardized.get(own);
    if (known) return known;
    const dataset = this.datasets.get(key);
    if (!dataset) throw new Error(`the data set ${key} was not added`);
    const made = standardize(dataset, split, standardization);
    this.standardized.set(own, made);
    return made;
  }
}
