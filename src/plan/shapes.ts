import {aheadOf, type StandardizedData, standardize} from '../data/7-standardize/standardize.js';
import {isTransformed, type TrainedTargets, trainedTargets} from '../data/8-windows/trained-targets.js';
import {type WindowEntry, type Windows, WindowsByEntry} from '../data/8-windows/windows.js';
import type {Dataset} from '../data/dataset.js';
import type {Path} from '../document/path.js';
import type {Checked, Place} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import type {ExperimentFile} from '../experiment/experiment-file.js';
import {type Graph, type OutputWidth, resolveGraph} from '../model/graph.js';
import type {NormalizationName} from '../model/normalizations/index.js';
import type {NormalizationSetup} from '../model/normalizations/normalized.js';
import type {TrainedData} from '../training/setup.js';

/** Where the windows of a training lie, what is learned of them and how they are normalized; its graph, or why there is none. */
export interface TrainingShapes {
  readonly windows: Windows;
  readonly targets: TrainedTargets;
  readonly forecast: WindowEntry['forecast'];
  readonly normalization: NormalizationSetup;
  readonly graph: Checked<Graph>;
  /** What is trained on once more, where that is asked for. */
  readonly refit: TrainedData | undefined;
}

/** The parts of an experiment that say what the shapes of its trainings are. */
type ShapingEntries = Pick<ExperimentFile, 'window' | 'model' | 'standardization'> & {
  readonly training: Pick<ExperimentFile['training'], 'refit'>;
};

/** Works out the shapes of trainings; windows and targets that are the same are made once. */
export class Shapes {
  private readonly windows = new WindowsByEntry();
  private readonly refitted = new WeakMap<Dataset, Map<string, StandardizedData>>();
  private readonly targets = new WeakMap<StandardizedData, Map<Windows, TrainedTargets>>();

  /** The shapes on some data; `place` tells where a part of the experiment is written. */
  of(
    {window, model, training, standardization}: ShapingEntries,
    data: StandardizedData,
    place: (path: Path, part?: 'key' | 'value') => Place,
  ): TrainingShapes {
    const {normalization, ...entry} = window;
    const windows = this.windows.of(data.boundaries, data.dataset.breaks, entry);
    const targets = this.targetsOf(data, windows, entry.forecast);
    const inputShape = [windows.offsets.length, data.dataset.inputs.length];
    return {
      windows,
      targets,
      forecast: entry.forecast,
      normalization: normalizationSetup(normalization, data),
      refit: training.refit ? this.refitOf(data, entry, standardization) : undefined,
      graph: resolveGraph(model, inputShape, outputWidth(data, windows, entry.forecast), place),
    };
  }

  /** The same with validation rows among the training rows: everything that is fitted is fitted on both. */
  private refitOf(
    data: StandardizedData,
    window: WindowEntry,
    standardization: ExperimentFile['standardization'],
  ): TrainedData {
    const {dataset} = data;
    const boundaries = data.boundaries.map(own => ({...own, train: {begin: own.train.begin, end: own.validation.end}}));
    const ahead = aheadOf(dataset, window);
    const key = JSON.stringify([boundaries, standardization, ahead]);
    const ofData = remembered(this.refitted, dataset, () => new Map<string, StandardizedData>());
    const fitted = remembered(ofData, key, () => standardize(dataset, boundaries, standardization, ahead));
    const windows = this.windows.of(boundaries, dataset.breaks, window);
    return {data: fitted, windows, targets: this.targetsOf(fitted, windows, window.forecast)};
  }

  /** Windows of other ways to forecast are others, too. */
  private targetsOf(data: StandardizedData, windows: Windows, forecast: WindowEntry['forecast']): TrainedTargets {
    const ofData = remembered(this.targets, data, () => new Map<Windows, TrainedTargets>());
    return remembered(ofData, windows, () => trainedTargets(data, windows, forecast));
  }
}

function outputWidth(
  {dataset: {targets}}: StandardizedData,
  {targetOffsets}: Windows,
  forecast: WindowEntry['forecast'],
): OutputWidth {
  return {steps: forecast === 'direct' ? targetOffsets.length : 1, targets: targets.length};
}

function normalizationSetup(name: NormalizationName, data: StandardizedData): NormalizationSetup {
  const {inputs, targets} = data.dataset;
  const columns = inputs.map(({isKnownAhead}) => isKnownAhead !== true);
  if (isTransformed(data)) return {name, columns, putBack: 'none'};
  const places = targets.map(({name: target}) => inputs.findIndex(input => input.name === target));
  return {name, columns, putBack: places.includes(-1) ? 'own past' : places};
}
