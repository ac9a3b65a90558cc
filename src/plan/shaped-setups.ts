import type {Surroundings} from '../data/1-source/source-context.js';
import type {StandardizedData} from '../data/7-standardize/standardize.js';
import {dataWarnings} from '../data/data-warnings.js';
import type {PreparedData} from '../data/prepare-data.js';
import {contentHash} from '../document/content-hash.js';
import {bad, type Checked, good, type Problem, type Problems} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import type {Combination} from '../experiment/combination.js';
import {optimizerStructure} from '../training/optimizers/index.js';
import {scheduleMistake} from '../training/schedules/index.js';
import type {TrainingSetup} from '../training/setup.js';
import type {TrainingEntry} from '../training/training-entry.js';
import {Shapes, type TrainingShapes} from './shapes.js';
import {toldWindow} from './told-window.js';
import {windowProblems} from './window-problems.js';

/** The setup of a combination's trainings, but for the rows that it shares with others. */
export interface ShapedSetup {
  readonly setup: TrainingSetup;
  /** Equal for combinations of the same shapes and the same kind of training. */
  readonly kind: string;
  /** Equal for combinations that are measured on the same rows. */
  readonly rows: string;
  /** Equal for combinations that train the same, whatever they are called, and next to never for others. */
  readonly content: number;
}

/** Shapes without problems. */
interface FittingShapes extends Pick<ShapedSetup, 'rows'> {
  readonly shapes: Omit<TrainingShapes, 'graph'> & Pick<TrainingSetup, 'graph' | 'data'>;
  readonly key: string;
  /** Equal for equal data, windows and networks. */
  readonly content: number;
}

/** What is known of a training by itself. */
interface KnownTraining {
  /** Equal for those of the same kind. */
  readonly kind: string;
  /** Equal for equal ones. */
  readonly content: number;
  readonly mistake: ReturnType<typeof scheduleMistake>;
}

const TWO_TO_48 = 2 ** 48;

/** Networks whose shapes are kept: where there are more, they are worked out again. */
const MOST_KEPT = 20_000;

/** Makes the setups of combinations. What these have in common is made once. */
export class ShapedSetups {
  private readonly numbers = new ObjectNumbers();
  private readonly contents = new ContentNumbers();
  private readonly shapes = new Shapes();
  private readonly data = new Map<string, Checked<StandardizedData>>();
  private readonly fitting = new Map<string, Checked<FittingShapes>>();
  private readonly trainings = new WeakMap<TrainingEntry, KnownTraining>();
  private knownTrainings = 0;
  private readonly warned = new Map<StandardizedData, readonly Problem[]>();
  /** What the combination before this one had: most have the same. */
  private last: {readonly of: Combination; readonly shapes: FittingShapes} | undefined;

  constructor(
    private readonly prepared: PreparedData,
    private readonly context: {readonly surroundings: Surroundings; readonly seed: number},
  ) {}

  /** The setup of a combination; undefined where its data has to be loaded first. */
  known(combination: Combination): Checked<ShapedSetup> | undefined {
    if (this.last && hasSameShapes(this.last.of, combination)) return this.of(combination, good(this.last.shapes));
    const data = this.data.get(this.dataKey(combination));
    if (!data?.ok) return data && this.withTraining(combination, data);
    return this.withData(combination, data.value);
  }

  /** The same with data that nobody has loaded yet. */
  async load(combination: Combination): Promise<Checked<ShapedSetup>> {
    const {experiment, fold, place, replaced} = combination;
    if (replaced?.has('data')) return bad(this.trainingProblems(combination), ['data', 'shapes']);
    const context = {...this.context.surroundings, seed: this.context.seed, place};
    const loaded = replaced?.has('features')
      ? bad(await this.prepared.sourceProblems(experiment, context), ['columns', 'missing values', 'splits'])
      : await this.prepared.prepare({...experiment, fold}, context);
    const checked = loaded.ok ? loaded : bad(loaded.problems, [...(loaded.unchecked ?? []), 'shapes']);
    this.data.set(this.dataKey(combination), checked);
    if (!checked.ok) return this.withTraining(combination, checked);
    const data = checked.value;
    const setup = this.withData(combination, data);
    // One that has a setup tells of its data.
    if (setup.ok)
      remembered(this.warned, data, () => [
        ...this.prepared.sourceWarnings(experiment, context),
        ...dataWarnings(data, {fold, season: experiment.data.season}, place),
      ]);
    return setup;
  }

  /** The setup of a combination that had one before. */
  again(combination: Combination): ShapedSetup {
    const found = this.known(combination);
    if (!found?.ok) throw new Error('the combination has not been prepared');
    return found.value;
  }

  /** What is odd about data, told once. */
  warnings(): readonly Problem[] {
    return [...this.warned.values()].flat();
  }

  private withData(combination: Combination, data: StandardizedData): Checked<ShapedSetup> {
    const shapes = this.shapesOf(combination, data);
    this.last = shapes.ok && !combination.replaced ? {of: combination, shapes: shapes.value} : undefined;
    return this.of(combination, shapes);
  }

  private of(combination: Combination, fitting: Checked<FittingShapes>): Checked<ShapedSetup> {
    const {training, diagnostics = true} = combination.experiment;
    if (!fitting.ok) return this.withTraining(combination, fitting);
    const known = this.training(training);
    const problems = trainingProblems(combination, known);
    if (problems.length > 0) return bad(problems);
    const shapes = fitting.value;
    return good({
      setup: {...shapes.shapes, training, seed: this.context.seed, diagnostics, sharedRows: {}},
      kind: `${shapes.key} ${known.kind}`,
      rows: shapes.rows,
      // Shapes are counted, so that this stays exact.
      content: (known.content + shapes.content * 0x9e3779b1) % TWO_TO_48,
    });
  }

  private shapesOf(combination: Combination, data: StandardizedData): Checked<FittingShapes> {
    const {experiment, fold, replaced} = combination;
    const {standardization, window, model, training} = experiment;
    const parts = [data, standardization, window, model].map(part => this.numbers.of(part));
    const key = `${parts.join(' ')} ${training.refit ?? false} ${fold ?? ''}`;
    const known = this.fitting.get(key);
    if (known) return known;
    if (this.fitting.size >= MOST_KEPT) this.fitting.clear();
    const {graph, ...shapes} = this.shapes.of(experiment, data, combination.place);
    const areShapes = !replaced?.has('window') && !replaced?.has('model');
    const problems = [
      ...(replaced?.has('window') ? [] : windowProblems(combination, data, shapes)),
      ...(areShapes && !graph.ok ? graph.problems : []),
    ];
    const made: Checked<FittingShapes> =
      graph.ok && problems.length === 0 && areShapes
        ? good({
            shapes: {...shapes, data, graph: graph.value},
            key,
            rows: `${data.dataset.key} ${this.numbers.of(shapes.windows)} ${fold ?? ''}`,
            content: this.contents.of(shapingContent(combination, data)),
          })
        : bad(problems, areShapes ? [] : ['shapes']);
    this.fitting.set(key, made);
    return made;
  }

  /** What else is wrong with a combination, with what is wrong with its training. */
  private withTraining(combination: Combination, found: {readonly ok: false} & Problems): typeof found {
    const own = this.trainingProblems(combination);
    return own.length === 0 ? found : bad([...found.problems, ...own], found.unchecked);
  }

  private trainingProblems(combination: Combination): Problem[] {
    return trainingProblems(combination, this.training(combination.experiment.training));
  }

  private training(training: TrainingEntry): KnownTraining {
    return this.trainings.get(training) ?? this.knownTraining(training);
  }

  private knownTraining(training: TrainingEntry): KnownTraining {
    const {optimizer, loss, batchSize} = training;
    const kind = JSON.stringify([optimizerStructure(optimizer), loss, batchSize]);
    const mistake = scheduleMistake(training.learningRateSchedule);
    const known = {kind, content: Number.parseInt(contentHash(training), 16), mistake};
    // Where there are more of them, each has one of its own.
    if (this.knownTrainings++ < MOST_KEPT) this.trainings.set(training, known);
    return known;
  }

  private dataKey({experiment: {data, features, standardization, window}, fold}: Combination): string {
    const parts = [data, features, standardization, window].map(part => this.numbers.of(part));
    return `${parts.join(' ')} ${fold ?? ''}`;
  }
}

function trainingProblems({place, replaced}: Combination, {mistake}: KnownTraining): Problem[] {
  if (!mistake || replaced?.has('training')) return [];
  return [{message: mistake.message, place: place(['training', 'learningRateSchedule', mistake.key])}];
}

/** Whether combinations differ in nothing that data, windows and networks depend on. */
function hasSameShapes({experiment: a, fold}: Combination, {experiment: b, fold: other}: Combination): boolean {
  return (
    a.data === b.data &&
    a.features === b.features &&
    a.standardization === b.standardization &&
    a.window === b.window &&
    a.model === b.model &&
    a.training.refit === b.training.refit &&
    fold === other
  );
}

/** What the trials of a combination train on, and which network; folds of other kinds are trained each for its own. */
function shapingContent({experiment, fold}: Combination, {dataset, boundaries}: StandardizedData): unknown {
  const {standardization, window, model, data, diagnostics} = experiment;
  return [
    dataset.key,
    boundaries,
    standardization,
    toldWindow(window),
    model,
    diagnostics ?? true,
    fold ? data.split : '',
  ];
}

/** Numbers for things, one for each. */
class ObjectNumbers {
  private readonly known = new WeakMap<object, number>();
  private next = 0;

  of(thing: object): number {
    return remembered(this.known, thing, () => this.next++);
  }
}

/** Numbers for values, one for equal ones. */
class ContentNumbers {
  /** By 48 bits of their hashes. */
  private readonly known = new Map<number, number>();

  of(value: unknown): number {
    return remembered(this.known, Number.parseInt(contentHash(value), 16), () => this.known.size);
  }
}
