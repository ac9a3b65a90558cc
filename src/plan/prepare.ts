import type {Surroundings} from '../data/1-source/source-context.js';
import type {OrderedTable} from '../data/2-order/order.js';
import {type MeasuredOn, type MeasuredRows, measuredRows} from '../data/8-windows/shared-rows.js';
import type {Dataset} from '../data/dataset.js';
import {PreparedData} from '../data/prepare-data.js';
import {bad, type Check, type Checked, good, inOrder, type Problem} from '../document/problem.js';
import {Sequence} from '../document/sequence.js';
import type {Combination} from '../experiment/combination.js';
import {CombinationProblems} from '../experiment/combination-problems.js';
import type {LoadedExperiment} from '../experiment/load-experiment.js';
import {stepsPerEpoch, type TrainingSetup} from '../training/setup.js';
import {PlannedTrials} from './planned-trials.js';
import type {PreparedCombination} from './prepared-combination.js';
import {PreparedSearch} from './prepared-search.js';
import {type ShapedSetup, ShapedSetups} from './shaped-setups.js';
import type {Trial} from './trial.js';

/** Combinations that are alike in everything but numbers such as a learning rate: one program trains them. */
export interface AlikeCombinations {
  readonly first: PreparedCombination;
  readonly count: number;
}

/** An experiment whose data and shapes fit, ready to be trained. */
export interface PreparedExperiment {
  readonly experiment: LoadedExperiment;
  /** Of a search those that it has come to so far. */
  readonly combinations: Sequence<PreparedCombination>;
  /** How it goes on where combinations are searched. */
  readonly search: PreparedSearch | undefined;
  readonly alike: readonly AlikeCombinations[];
  /** The data sets by key; combinations share them. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly trials: Sequence<Trial>;
  /** Optimizer steps of all trials, if none stops early. */
  readonly steps: number;
  /** What is odd, but no reason not to train. */
  readonly warnings: readonly Problem[];
}

/** Loads an experiment's data, unless it was `read` already, and checks every combination's shapes; all problems at once, nothing trained. */
export async function prepareLoaded(
  experiment: LoadedExperiment,
  surroundings: Surroundings,
  read?: OrderedTable,
): Promise<Checked<PreparedExperiment>> {
  const data = new PreparedData();
  const [first] = experiment.combinations;
  if (read) data.keep(first.experiment, experiment.seed, read);
  const setups = new ShapedSetups(data, {surroundings, seed: experiment.seed});
  const planned = new PlannedTrials(experiment);
  const summary = new Summary();
  const problems = new CombinationProblems();
  const alike = new AlikeProblems();
  const unchecked = new Set<Check>();
  let areSomeShaped = false;
  let index = 0;
  for (const combination of experiment.combinations) {
    const setup = setups.known(combination) ?? (await setups.load(combination));
    if (setup.ok || !setup.unchecked?.includes('shapes')) areSomeShaped = true;
    if (!setup.ok) {
      problems.add(index, setup.problems);
      for (const check of setup.unchecked ?? []) unchecked.add(check);
    } else if (!combination.replaced) {
      summary.add(index, combination, setup.value);
      alike.add(planned.add(index, combination, setup.value));
    }
    index++;
  }
  if (areSomeShaped && unchecked.delete('shapes')) unchecked.add('other shapes');
  // Where other parts stand for wrong ones nothing can be trained.
  if (experiment.search && !problems.isEmpty) unchecked.add('other combinations');
  const labels = (at: number) => experiment.combinations.at(at).parameters;
  const isPartial = experiment.combinations.at(0).replaced !== undefined;
  if (isPartial || alike.all.length > 0 || !problems.isEmpty)
    return bad([...alike.all, ...problems.all(experiment.combinations.length, labels, experiment.areAll)], unchecked);
  const measured = summary.measured();
  const make = (at: number, combination: Combination, own: PlannedTrials): PreparedCombination => {
    const setup = setups.again(combination);
    const rows = measured(setup, combination.fold);
    return new Prepared(combination, {...setup.setup, sharedRows: rows.shared}, rows, () =>
      own.of(at, combination, setup),
    );
  };
  const {seeds} = experiment;
  const looked = new Sequence(experiment.combinations.length, at => make(at, experiment.combinations.at(at), planned));
  const search = experiment.search && new PreparedSearch(experiment, experiment.search, setups, looked, make);
  const combinations = search ? search.combinations : looked;
  return good({
    experiment,
    combinations,
    search,
    alike: summary.alike(looked),
    datasets: summary.datasets,
    trials: new Sequence(
      () => combinations.length * seeds,
      at => combinations.at(Math.floor(at / seeds)).trials[at % seeds],
    ),
    steps: search ? search.steps : summary.steps * seeds,
    warnings: inOrder([...setups.warnings(), ...data.unusedFeatures()]),
  });
}

/** Combinations that train the same as others: the first pair is told, with how many more there are. */
class AlikeProblems {
  private first: Problem | undefined;
  private count = 0;

  add(found: Problem | undefined): void {
    if (!found) return;
    this.first ??= found;
    this.count++;
  }

  get all(): readonly Problem[] {
    if (!this.first) return [];
    const more = this.count - 1;
    const others = more === 0 ? '' : `, and ${more} more ${more === 1 ? 'does' : 'do'}`;
    return [{...this.first, message: this.first.message + others}];
  }
}

/** A combination whose trials are made as they are asked for. */
class Prepared implements PreparedCombination {
  private own: readonly Trial[] | undefined;

  constructor(
    readonly combination: Combination,
    readonly setup: TrainingSetup,
    readonly measured: MeasuredRows,
    private readonly make: () => readonly Trial[],
  ) {}

  get trials(): readonly Trial[] {
    this.own ??= this.make();
    return this.own;
  }
}

/** What all combinations are together, gathered one by one. */
class Summary {
  readonly datasets = new Map<string, Dataset>();
  steps = 0;
  /** Where the first one of each kind is, and how many are alike. */
  private readonly kinds = new Map<string, {readonly first: number; count: number}>();
  private readonly measuredOn = new Map<string, MeasuredOn>();

  add(index: number, {fold}: Combination, {setup, kind, rows}: ShapedSetup): void {
    const {dataset} = setup.data;
    this.datasets.set(dataset.key, dataset);
    this.steps += setup.training.epochs * stepsPerEpoch(setup);
    const known = this.kinds.get(kind);
    if (known) known.count++;
    else this.kinds.set(kind, {first: index, count: 1});
    if (!this.measuredOn.has(rows)) this.measuredOn.set(rows, {dataset, windows: setup.windows, fold});
  }

  alike(combinations: Sequence<PreparedCombination>): readonly AlikeCombinations[] {
    return [...this.kinds.values()].map(({first, count}) => ({
      get first() {
        return combinations.at(first);
      },
      count,
    }));
  }

  /** The rows that a setup is measured on. */
  measured(): (setup: ShapedSetup, fold: number | undefined) => MeasuredRows {
    const found = measuredRows([...this.measuredOn.values()]);
    const byRows = new Map([...this.measuredOn.keys()].map((rows, at) => [rows, found[at]]));
    return ({rows}) => {
      const own = byRows.get(rows);
      if (!own) throw new Error(`the rows ${rows} were not measured`);
      return own;
    };
  }
}
