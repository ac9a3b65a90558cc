import {dirname} from 'node:path';
import {type Dataset, datasetWarnings, PreparedData, prepareDataset} from '../data/dataset.js';
import {type MeasuredRows, measuredRows} from '../data/shared-rows.js';
import {SPLITS} from '../data/split.js';
import {type Windows, windowsOf} from '../data/windows.js';
import {type Combination, experimentOf, type LoadedExperiment, loadExperiment} from '../experiment/load-experiment.js';
import {bad, type Checked, good, inOrder, type Problem, type Source} from '../experiment/problem.js';
import {parseYaml} from '../experiment/yaml-file.js';
import {type Graph, resolveGraph} from '../model/graph.js';
import {type Trial, trialsOf} from '../plan/trial.js';
import {scheduleMistake} from '../training/schedules/index.js';
import type {TrainingSetup} from '../training/training-session.js';

/** A combination of parameters with everything that its trainings need. */
export interface PreparedCombination {
  readonly combination: Combination;
  readonly dataset: Dataset;
  readonly windows: Windows;
  readonly graph: Graph;
  /** One per seed. */
  readonly trials: readonly Trial[];
  /** The target rows that its metrics are of. */
  readonly measured: MeasuredRows;
}

/** The training of a combination's first trial. */
export function setupOf({graph, dataset, windows, combination, trials: [first]}: PreparedCombination): TrainingSetup {
  return {graph, dataset, windows, training: combination.experiment.training, seed: first.seed, sharedRows: {}};
}

/** An experiment whose data and shapes fit, ready to be trained. */
export interface PreparedExperiment {
  readonly experiment: LoadedExperiment;
  readonly combinations: readonly PreparedCombination[];
  /** By key; combinations share them. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly trials: readonly Trial[];
  /** What is odd, but no reason not to train. */
  readonly warnings: readonly Problem[];
}

/** Reads an experiment file, loads its data and checks every combination's shapes; all problems at once, nothing trained. */
export function prepareExperiment(file: string, overrides: readonly string[]): Checked<PreparedExperiment> {
  const loaded = loadExperiment(file, overrides);
  return loaded.ok ? prepareLoaded(loaded.value) : loaded;
}

/** The same of an experiment that is not written in a file any more; paths of data are relative to where that was. */
export function prepareWritten(source: Source, overrides: readonly string[]): Checked<PreparedExperiment> {
  const yaml = parseYaml(source, overrides);
  if (!yaml.ok) return yaml;
  const loaded = experimentOf(yaml.value);
  return loaded.ok ? prepareLoaded(loaded.value) : loaded;
}

function prepareLoaded(experiment: LoadedExperiment): Checked<PreparedExperiment> {
  const shared: Shared = {data: new PreparedData(), datasets: new Map(), windows: new Map()};
  const prepared: Omit<PreparedCombination, 'measured'>[] = [];
  const problems: Problem[] = [];
  for (const combination of experiment.combinations) {
    const one = prepareCombination(combination, experiment, shared);
    if (one.ok) prepared.push(one.value);
    else problems.push(...one.problems);
  }
  problems.push(...sameTrials(prepared));
  if (problems.length > 0) return bad(problems);
  const measured = measuredRows(prepared);
  return good({
    experiment,
    combinations: prepared.map((one, index) => ({...one, measured: measured[index]})),
    datasets: shared.datasets,
    trials: prepared.flatMap(({trials}) => trials),
    warnings: inOrder(prepared.flatMap(({dataset, combination}) => datasetWarnings(dataset, combination))),
  });
}

/** What combinations have in common is made once. */
interface Shared {
  readonly data: PreparedData;
  readonly datasets: Map<string, Dataset>;
  readonly windows: Map<string, Windows>;
}

function prepareCombination(
  combination: Combination,
  {file, seed, seeds}: LoadedExperiment,
  shared: Shared,
): Checked<Omit<PreparedCombination, 'measured'>> {
  const {experiment, place} = combination;
  const loaded = prepareDataset(experiment, {folder: dirname(file.source.file), seed, place}, shared.data);
  if (!loaded.ok) return loaded;
  // Combinations with the same content share one copy.
  const dataset = shared.datasets.get(loaded.value.key) ?? loaded.value;
  shared.datasets.set(dataset.key, dataset);
  const windowsKey = JSON.stringify([dataset.boundaries, experiment.window]);
  const windows = shared.windows.get(windowsKey) ?? windowsOf(dataset.boundaries, experiment.window);
  shared.windows.set(windowsKey, windows);
  const problems: Problem[] = SPLITS.filter(split => windows.starts[split].length === 0).map(split => {
    const {begin, end} = dataset.boundaries[split];
    return {
      message: `no window fits into the ${split} split: it has ${end - begin} rows, a window with its target spans ${windows.targetOffset + 1}`,
      place: place(['window', 'length']),
      hint: 'a shorter window, more data, or another split',
    };
  });
  const mistake = scheduleMistake(experiment.training);
  if (mistake)
    problems.push({message: mistake.message, place: place(['training', 'learningRateSchedule', mistake.key])});
  const graph = resolveGraph(experiment.model, [experiment.window.length, dataset.columns.length], place);
  if (!graph.ok) problems.push(...graph.problems);
  if (!graph.ok || problems.length > 0) return bad(problems);
  return good({combination, dataset, windows, graph: graph.value, trials: trialsOf(combination, seeds, dataset.key)});
}

/** Two combinations that train the very same thing would be two rows of one result. */
function sameTrials(combinations: readonly Omit<PreparedCombination, 'measured'>[]): Problem[] {
  const seen = new Map<string, Omit<PreparedCombination, 'measured'>>();
  return combinations.flatMap(one => {
    const {id} = one.trials[0];
    const other = seen.get(id);
    seen.set(id, one);
    if (!other) return [];
    const show = ({combination}: Pick<PreparedCombination, 'combination'>) =>
      Object.entries(combination.parameters)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(', ');
    return [
      {
        message: `two combinations train the same: ${show(other)} and ${show(one)}`,
        place: one.combination.place(['sweep', 'parameters'], 'key'),
      },
    ];
  });
}
