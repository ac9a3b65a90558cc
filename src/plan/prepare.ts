import type {Surroundings} from '../data/1-source/source-context.js';
import type {OrderedTable} from '../data/2-order/order.js';
import {toldBoundaries} from '../data/4-split/split.js';
import type {StandardizedData} from '../data/7-standardize/standardize.js';
import {type MeasuredRows, measuredRows} from '../data/8-windows/shared-rows.js';
import {dataWarnings} from '../data/data-warnings.js';
import type {Dataset} from '../data/dataset.js';
import {PreparedData} from '../data/prepare-data.js';
import {canonicalJson, contentHash} from '../document/content-hash.js';
import {bad, type Checked, good, inOrder, type Problem} from '../document/problem.js';
import type {Combination, LoadedExperiment} from '../experiment/load-experiment.js';
import {scheduleMistake} from '../training/schedules/index.js';
import type {TrainingSetup} from '../training/setup.js';
import {Shapes} from './shapes.js';
import {type Trial, trialsOf} from './trial.js';
import {windowProblems} from './window-problems.js';

/** A combination of parameters with everything that its trainings need. */
export interface PreparedCombination {
  readonly combination: Combination;
  /** The setup of its first trial; the others differ in their seeds alone. */
  readonly setup: TrainingSetup;
  /** One per seed. */
  readonly trials: readonly Trial[];
  /** The target rows that its metrics are of. */
  readonly measured: MeasuredRows;
}

/** An experiment whose data and shapes fit, ready to be trained. */
export interface PreparedExperiment {
  readonly experiment: LoadedExperiment;
  readonly combinations: readonly PreparedCombination[];
  /** The data sets by key; combinations share them. */
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly trials: readonly Trial[];
  /** What is odd, but no reason not to train. */
  readonly warnings: readonly Problem[];
}

/** A combination before it is known which rows the others are measured on. */
type Fitting = Omit<PreparedCombination, 'measured'>;

/** Loads an experiment's data, unless it was `read` already, and checks every combination's shapes; all problems at once, nothing trained. */
export async function prepareLoaded(
  experiment: LoadedExperiment,
  surroundings: Surroundings,
  read?: OrderedTable,
): Promise<Checked<PreparedExperiment>> {
  const preparation = new Preparation(experiment, surroundings);
  if (read) preparation.keep(read);
  const fitting: Fitting[] = [];
  const splits = new Map<string, string>();
  const problems: Problem[] = [];
  for (const combination of experiment.combinations) {
    const one = await preparation.prepare(combination);
    if (one.ok) fitting.push(toldApart(one.value, splits));
    else problems.push(...one.problems);
  }
  problems.push(...sameTrials(fitting));
  if (problems.length > 0) return bad(problems);
  const measured = measuredRows(
    fitting.map(({setup, combination: {fold}}) => ({dataset: setup.data.dataset, windows: setup.windows, fold})),
  );
  return good({
    experiment,
    combinations: fitting.map((one, index) => ({
      ...one,
      setup: {...one.setup, sharedRows: measured[index].shared},
      measured: measured[index],
    })),
    datasets: new Map(fitting.map(({setup: {data}}) => [data.dataset.key, data.dataset])),
    trials: fitting.flatMap(({trials}) => trials),
    warnings: inOrder([
      ...fitting.flatMap(({setup, combination}) => preparation.warnings(setup.data, combination)),
      ...preparation.unusedFeatures(),
    ]),
  });
}

/** What combinations have in common is made once. */
class Preparation {
  private readonly data = new PreparedData();
  private readonly shapes = new Shapes();
  private readonly warned = new Set<StandardizedData>();

  constructor(
    private readonly experiment: LoadedExperiment,
    private readonly surroundings: Surroundings,
  ) {}

  /** Keeps the data of the first combination, which was read already. */
  keep(table: OrderedTable): void {
    const [{experiment}] = this.experiment.combinations;
    this.data.keep(experiment, this.experiment.seed, table);
  }

  async prepare(combination: Combination): Promise<Checked<Fitting>> {
    const {experiment, fold, place} = combination;
    const {seed, seeds} = this.experiment;
    const context = {...this.surroundings, seed, place};
    const loaded = await this.data.prepare({...experiment, fold}, context);
    if (!loaded.ok) return loaded;
    const data = loaded.value;
    const {graph, ...shapes} = this.shapes.of(experiment, data, place);
    const problems = [...windowProblems(combination, data, shapes), ...scheduleProblems(combination)];
    if (!graph.ok) problems.push(...graph.problems);
    if (!graph.ok || problems.length > 0) return bad(problems);
    const {diagnostics = true} = experiment;
    const setup = {
      graph: graph.value,
      data,
      ...shapes,
      training: experiment.training,
      seed,
      diagnostics,
      sharedRows: {},
    };
    return good({
      combination,
      setup,
      trials: trialsOf(combination, seeds, data.dataset.key, toldBoundaries(data.boundaries)),
    });
  }

  /** Features that no combination uses. */
  unusedFeatures(): Problem[] {
    return this.data.unusedFeatures();
  }

  /** What is odd about data, told once. */
  warnings(data: StandardizedData, combination: Combination): Problem[] {
    if (this.warned.has(data)) return [];
    this.warned.add(data);
    const context = {...this.surroundings, seed: this.experiment.seed, place: combination.place};
    return [
      ...this.data.sourceWarnings(combination.experiment, context),
      ...dataWarnings(data, {fold: combination.fold, season: combination.experiment.data.season}, combination.place),
    ];
  }
}

function scheduleProblems({experiment, place}: Combination): Problem[] {
  const mistake = scheduleMistake(experiment.training.learningRateSchedule);
  return mistake ? [{message: mistake.message, place: place(['training', 'learningRateSchedule', mistake.key])}] : [];
}

/** Folds of two kinds may be the same one, such as the first ones of expanding and of sliding folds: each is trained for its own kind. */
function toldApart(fitting: Fitting, splits: Map<string, string>): Fitting {
  const {combination, trials} = fitting;
  const split = canonicalJson(combination.experiment.data.split);
  const known = splits.get(trials[0].id);
  const isOther = combination.fold !== undefined && known !== undefined && known !== split;
  const own = isOther ? trials.map(trial => ({...trial, id: contentHash({id: trial.id, split})})) : trials;
  splits.set(own[0].id, split);
  return {...fitting, trials: own};
}

/** Two combinations that train the very same thing would be two rows of one result. */
function sameTrials(combinations: readonly Fitting[]): Problem[] {
  const seen = new Map<string, Fitting>();
  return combinations.flatMap(one => {
    const {id} = one.trials[0];
    const other = seen.get(id);
    seen.set(id, one);
    if (!other) return [];
    const show = ({combination}: Pick<Fitting, 'combination'>) =>
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
