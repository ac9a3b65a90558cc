import {isFileError} from '../disk/file-error.js';
import {networkShare} from '../disk/network-share.js';
import type {Trained} from '../engine/trained.js';
import {bytesText, trainingBytes} from '../plan/expected-memory.js';
import type {Planner} from '../plan/planner.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';
import {forecastWidth, type TrainingSetup} from '../training/setup.js';
import type {Emit, RunEvent} from './events.js';
import type {Executor} from './executor/executor.js';
import {ExpectedSteps} from './expected-steps.js';
import {stepsPerTrial, type TrialGroup, trialGroups} from './groups/trial-groups.js';
import {FORMAT} from './records/record-format.js';
import {seriesKey} from './records/series-record.js';
import type {RunOptions} from './run-options.js';
import {believes} from './store/believed-records.js';
import type {EarlierResults} from './store/earlier-results.js';
import type {RunStore} from './store/run-store.js';
import {TrainingTimer} from './training-timer.js';

export interface SweepParts {
  readonly prepared: PreparedExperiment;
  readonly options: Pick<RunOptions, 'backend' | 'engines' | 'wants' | 'signal'>;
  readonly store: RunStore;
  readonly executor: Executor;
  readonly earlier: EarlierResults;
  readonly emit: Emit;
}

/** What came of the trials that were asked for. */
export interface SweepResult {
  readonly failed: number;
  /** Their ids. */
  readonly wanted: ReadonlySet<string>;
}

/** Milliseconds between two times that results are forced to the disk: for small trainings, each time would take longer than they do. */
const SETTLE_AFTER = 100;

/** A run while it goes on: asks a planner for trials, has an executor train those without a result, and keeps what comes of them. */
export class Sweep {
  /** The combinations by the ids of their trials. */
  private readonly combinations = new Map<string, PreparedCombination>();
  /** How many combinations have been noted. */
  private noted = 0;
  private readonly wanted = new Set<string>();
  private readonly timer = new TrainingTimer();
  private readonly expected: ExpectedSteps;
  private settledAt = 0;
  /** Ends of trials that are told once the disk has them. */
  private untold: RunEvent[] = [];
  private telling: NodeJS.Timeout | undefined;
  private isOpened = false;
  private isTraining = false;

  constructor(private readonly parts: SweepParts) {
    this.expected = new ExpectedSteps(parts.options.backend);
  }

  /** Trains until the planner wants no more, or until it is interrupted; gives what came of the wanted trials. */
  async train(planner: Planner): Promise<SweepResult> {
    const {store, options} = this.parts;
    const rounds = new Set<Promise<void>>();
    let wake = () => {};
    let failure: {readonly reason: unknown} | undefined;
    while (!failure) {
      const mayAsk = !options.signal.aborted && (rounds.size === 0 || planner.asksEarly);
      const trials = mayAsk ? planner.ask() : [];
      if (trials.length > 0) {
        store.plan(trials);
        const round = this.trainRound(trials, planner, () => wake())
          .catch((reason: unknown) => {
            failure = {reason};
          })
          .finally(() => rounds.delete(round));
        rounds.add(round);
      } else if (rounds.size === 0) break;
      if (trials.length > 0 && planner.asksEarly) continue;
      const told = new Promise<void>(resolve => {
        wake = resolve;
      });
      await Promise.race([...rounds, ...(planner.asksEarly ? [told] : [])]);
    }
    try {
      if (this.isTraining) this.end();
    } catch (error) {
      // What went wrong first is told.
      failure ??= {reason: error};
    }
    if (failure) throw failure.reason;
    const failed = [...this.wanted].filter(id => store.results.get(id)?.status === 'failed').length;
    return {failed, wanted: this.wanted};
  }

  /** Trains what has no result of the trials that were asked for at once, and tells the planner of all. */
  private async trainRound(trials: readonly Trial[], planner: Planner, wake: () => void): Promise<void> {
    const {prepared, options, store} = this.parts;
    this.noteCombinations();
    const foreign = trials.find(({id}) => !this.combinations.has(id));
    if (foreign) throw new Error(`the planner asked for trial ${foreign.id}, which the experiment has not prepared`);
    const groups = trialGroups(prepared, trials, options.backend, options.engines);
    const wanted = groups.flatMap((group, number) =>
      group.trials.filter(trial => options.wants?.(trial, number) ?? true).map(trial => ({trial, group})),
    );
    for (const {trial} of wanted) this.wanted.add(trial.id);
    const missing = wanted.filter(({trial, group}) => !this.isThere(trial) && !this.isTakenOver(trial, group));
    store.settle();
    this.open(wanted.length, wanted.length - missing.length);
    const ids = new Set(missing.map(({trial}) => trial.id));
    const tell = (trial: Trial) => {
      const result = store.results.get(trial.id);
      // A crash says nothing of the trial: what rests on it waits until it is trained again.
      if (result && !result.hasCrashed) planner.tell(trial, result);
    };
    for (const trial of trials) if (!ids.has(trial.id)) tell(trial);
    if (missing.length === 0) return;
    // Who was trained together is trained together again, also where only some are missing.
    const own = groups.filter(group => group.trials.some(({id}) => ids.has(id)));
    await this.trainMissing(own, ids, trial => {
      tell(trial);
      wake();
    });
  }

  /** Combinations that a search has come to since the last round. */
  private noteCombinations(): void {
    const {combinations} = this.parts.prepared;
    for (; this.noted < combinations.length; this.noted++) {
      const one = combinations.at(this.noted);
      for (const {id} of one.trials) this.combinations.set(id, one);
    }
  }

  private open(trials: number, finishedBefore: number): void {
    if (this.isOpened) return;
    this.isOpened = true;
    const {store, options, emit} = this.parts;
    const {manifest, lines} = store.unreadable;
    if (manifest) emit({type: 'manifest-replaced', file: store.folder.file('manifest')});
    if (lines.length > 0) emit({type: 'lines-left-out', file: store.folder.file('journal'), lines});
    emit({
      type: 'run-opened',
      folder: store.folder.path,
      trials,
      finishedBefore,
      ...(this.parts.prepared.search ? {goesOn: true} : {}),
      backend: options.backend,
      engine: [...new Set(options.engines)].join(' and '),
    });
  }

  /** Whether a trial has a result here; one that crashed is tried again, one that diverged would diverge again. */
  private isThere(trial: Trial): boolean {
    const result = this.parts.store.results.get(trial.id);
    return result !== undefined && believes(trial, result) && !result.hasCrashed;
  }

  /**
   * Whether a trial has the same result in another run of this name, which is then taken over. Where several are trained by one
   * program, who is beside it decides about bits: these are trained again.
   */
  private isTakenOver(trial: Trial, {room}: TrialGroup): boolean {
    const one = this.combinations.get(trial.id);
    if (room > 1 || !one) return false;
    const isShown = this.isShown(trial);
    const found = this.parts.earlier.find(trial, one.measured.shared, isShown);
    if (!found) return false;
    const forecast =
      isShown && found.forecast ? {...found.forecast, format: FORMAT, series: seriesKey(one.setup.data)} : undefined;
    this.parts.store.append({...found.record, format: FORMAT, parameters: trial.parameters}, forecast);
    return true;
  }

  /** One seed tells what a combination's forecasts look like. */
  private isShown({id}: Trial): boolean {
    return this.combinations.get(id)?.trials[0].id === id;
  }

  private async trainMissing(
    groups: readonly TrialGroup[],
    ids: ReadonlySet<string>,
    onKept: (trial: Trial) => void,
  ): Promise<void> {
    const {executor, emit} = this.parts;
    const {steps, expected} = this.expect(groups);
    const workers = Math.min(executor.workers, groups.length);
    if (this.isTraining) emit({type: 'training-grew', trials: ids.size, steps, expected});
    else {
      const comparedBy = this.parts.prepared.experiment.comparison?.by;
      const folder = this.parts.store.folder.path;
      const share = networkShare(folder);
      if (share !== undefined) emit({type: 'folder-shared', folder, share});
      emit({type: 'training-started', trials: ids.size, workers, steps, expected, comparedBy});
    }
    this.isTraining = true;
    await executor.train(groups, {
      onHandedOut: () => this.timer.begin(),
      onSteps: (done, group) => {
        this.timer.addSteps(done);
        emit({type: 'steps-done', steps: done, expected: done * this.expected.of(group?.trials[0])});
      },
      onLost: (because, trials) =>
        emit({type: 'worker-lost', because, trials: trials.filter(({id}) => ids.has(id)).length}),
      accepts: ({id}, {testForecasts}) => {
        const setup = this.combinations.get(id)?.setup;
        const windows = setup?.windows.starts.test.length ?? 0;
        return !setup || !testForecasts || testForecasts.length === windows * forecastWidth(setup);
      },
      onTrained: (trial, trained) => {
        this.timer.addTrial(trained);
        if (!ids.has(trial.id)) return;
        this.keep(trial, trained);
        onKept(trial);
      },
    });
    // With a queue, workers may have come meanwhile.
    this.timer.countWorkers(Math.min(executor.workers, groups.length));
  }

  /** Nothing is trained any more. */
  private end(): void {
    this.timer.pause();
    this.isTraining = false;
    try {
      this.tellSettled();
    } finally {
      this.parts.emit({type: 'training-finished'});
    }
    this.parts.store.end(this.timer.timing());
  }

  private keep(trial: Trial, trained: Trained): void {
    const setup = this.combinations.get(trial.id)?.setup;
    const outcome = namingMemory(trained.outcome, setup);
    this.parts.store.add(trial, {...trained, outcome}, this.isShown(trial) ? setup : undefined);
    const {eagerBecause} = trained;
    this.untold.push({
      type: 'trial-finished',
      trial,
      outcome,
      eagerBecause,
      plannedSteps: this.stepsOf(trial),
      expectedPerStep: this.expected.of(trial),
    });
    if (Date.now() - this.settledAt >= SETTLE_AFTER) this.tellSettled();
    else this.telling ??= setTimeout(() => this.tellSoon(), SETTLE_AFTER);
  }

  /** The same where nobody is there to be thrown at: what stands in the way does so at the next result, or at the end, too. */
  private tellSoon(): void {
    this.telling = undefined;
    try {
      this.tellSettled();
    } catch (error) {
      if (!isFileError(error)) throw error;
    }
  }

  /** Tells of trials that have ended, once their results are on the disk. Throws errors of the file system. */
  private tellSettled(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    this.parts.store.settle();
    this.settledAt = Date.now();
    const events = this.untold;
    this.untold = [];
    for (const event of events) this.parts.emit(event);
  }

  /** The steps of groups, and what they are expected to take. */
  private expect(groups: readonly TrialGroup[]): {readonly steps: number; readonly expected: number} {
    let [steps, expected] = [0, 0];
    for (const group of groups)
      for (const trial of group.trials) {
        const one = this.combinations.get(trial.id);
        const own = this.stepsOf(trial);
        steps += own;
        if (one) expected += this.expected.add(trial, group, one, own);
      }
    return {steps, expected};
  }

  private stepsOf({id}: Trial): number {
    const one = this.combinations.get(id);
    return one ? stepsPerTrial(one) : 0;
  }
}

/** The outcome of a trial that has ended its worker, as one that runs out of memory does, with what it needs of that. */
function namingMemory(outcome: Outcome, setup: TrainingSetup | undefined): Outcome {
  if (outcome.status !== 'failed' || outcome.error.type !== 'crashed' || !setup) return outcome;
  const message = `${outcome.error.message}; it takes at least ${bytesText(trainingBytes(setup))} of memory`;
  return {...outcome, error: {...outcome.error, message}};
}
