import {boundariesOf} from '../data/4-split/split.js';
import {aheadOf, type StandardizedData, standardize} from '../data/7-standardize/standardize.js';
import type {SharedRowsBySplit} from '../data/8-windows/shared-rows.js';
import type {Dataset} from '../data/dataset.js';
import {placeAt} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import type {TrainingSetup} from '../training/setup.js';
import {Shapes} from './shapes.js';
import {windowOf} from './told-window.js';
import type {Trial} from './trial.js';
import {windowProblems} from './window-problems.js';

/** What trials have in common that differ in seeds, optimizers and the like. */
type Common = Omit<TrainingSetup, 'training' | 'seed' | 'sharedRows' | 'diagnostics'>;

/** So many are kept: a worker of a sweep over thousands of networks doesn't grow with them. */
const MOST_KEPT = 500;

/** Makes the setups of trials from their data sets, wherever they are trained; what trials have in common is made once. */
export class Setups {
  private readonly datasets = new Map<string, Dataset>();
  private readonly standardized = new Map<string, StandardizedData>();
  private shapes = new Shapes();
  private readonly common = new Map<string, Common>();

  /** Keeps a data set for trials that name it. */
  add(dataset: Dataset): void {
    this.datasets.set(dataset.key, dataset);
  }

  /** Lets go of all data sets, and of what was made of them. */
  forget(): void {
    for (const known of [this.datasets, this.standardized, this.common]) known.clear();
    this.shapes = new Shapes();
  }

  /** The setup of a trial, whose data set has been added and whose shapes have been checked. */
  private of({experiment, dataset, seed}: Trial, sharedRows: SharedRowsBySplit): TrainingSetup {
    const {split, standardization, window, model, training} = experiment;
    const key = JSON.stringify([dataset, split, standardization, window, model, training.refit ?? false]);
    if (this.common.size >= MOST_KEPT && !this.common.has(key)) this.common.clear();
    const common = remembered(this.common, key, () => this.make(dataset, experiment));
    return {...common, training, seed, sharedRows, diagnostics: experiment.diagnostics ?? true};
  }

  /** The setups of trials that are trained together, each with the target rows that it is measured on besides its own. */
  ofAll(trials: readonly Trial[], sharedRows: readonly SharedRowsBySplit[]): TrainingSetup[] {
    return trials.map((trial, index) => this.of(trial, sharedRows[index]));
  }

  private make(key: string, experiment: Trial['experiment']): Common {
    const data = this.dataOf(key, experiment);
    const nowhere = placeAt({file: '', text: ''}, 0);
    const written = {...experiment, window: windowOf(experiment.window)};
    const {graph, ...shapes} = this.shapes.of(written, data, () => nowhere);
    // They were checked where they were planned; what came by a queue may have been planned by nobody.
    const problems = graph.ok
      ? windowProblems({experiment: written, place: () => nowhere}, data, shapes)
      : graph.problems;
    if (!graph.ok || problems.length > 0) throw new Error(problems.map(({message}) => message).join('; '));
    return {data, ...shapes, graph: graph.value};
  }

  private dataOf(key: string, {split, standardization, window}: Trial['experiment']): StandardizedData {
    const dataset = this.datasets.get(key);
    if (!dataset) throw new Error(`the data set ${key} was not added`);
    const ahead = aheadOf(dataset, windowOf(window));
    return remembered(this.standardized, JSON.stringify([key, split, standardization, ahead]), () =>
      standardize(dataset, boundariesOf(split), standardization, ahead),
    );
  }
}
