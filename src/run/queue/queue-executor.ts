import {setTimeout as sleep} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import type {SharedRowsBySplit} from '../../data/8-windows/shared-rows.js';
import type {Dataset} from '../../data/dataset.js';
import {remembered} from '../../document/remembered.js';
import type {Trained} from '../../engine/trained.js';
import type {Emit, QueueEvent} from '../events.js';
import {crashedTraining, type Executor, type TrainingListener, tellTrained} from '../executor/executor.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {ConnectionWatch} from './connection-watch.js';
import {FittingWorkers} from './fitting-workers.js';
import {type GroupQueue, groupQueue, JOB_OPTIONS} from './group-jobs.js';
import {groupId, groupMessage} from './group-message.js';
import {parseGroupResult, trainedOf} from './group-result.js';
import {nameQueue} from './known-queues.js';
import {datasetParcel, sharedRowsParcel} from './parcels/dataset-parcel.js';
import {ParcelSender} from './parcels/parcel-sender.js';
import {shownAddress} from './queue-address.js';
import {anotherConnection, insistently, type QueueConnection} from './queue-connection.js';
import {asQueueError, isRefusal} from './queue-error.js';
import {ResultStream, type StreamedResult} from './result-stream.js';
import {RunClaim} from './run-claim.js';
import {queueName, type ToolchainMatch} from './toolchain-match.js';

/** The run that a queue trains. */
export interface QueuedRun {
  readonly run: string;
  /** The experiment's. */
  readonly name: string;
  readonly toolchain: ToolchainMatch;
  readonly datasets: ReadonlyMap<string, Dataset>;
}

/** So many groups lie in a queue at the least, and so many for each that is trained at the same time. */
const GROUPS_AHEAD = 1000;
const GROUPS_AHEAD_PER_SLOT = 4;
const MOST_GROUPS_AHEAD = 100_000;
/** What goes into the queue at once. */
const GROUPS_AT_ONCE = 250;
/** Results that are taken at once. */
const RESULTS_AT_ONCE = 200;
/** Milliseconds that a question for results waits, and between two looks at the queue. */
const RESULTS_WAIT = 2000;
const LOOK_EVERY = 1000;
/** A group of which nothing is heard for so long is looked for, in milliseconds. */
const SILENT = 4000;
/** Milliseconds between two times that parcels are seen to. */
const KEEP_PARCELS_EVERY = 60_000;
/** Milliseconds that leaving the queue may take. */
const LEAVING = 3000;
/** So many are looked for at once, those that were seen last come last. */
const LOOKED_FOR_AT_ONCE = 500;
/** What a worker says of a group that it won't train. */
const REFUSED = /^refused by /;
/** A group that is refused, or whose results are, is trained again so often. */
const MOST_REFUSED = 3;

/** Groups that were asked for at once. */
interface Round {
  left: number;
  readonly listener: TrainingListener;
  resolve(): void;
  reject(reason: unknown): void;
}

/** A group that is wanted, in the queue or not yet. */
interface Wanted {
  readonly id: string;
  readonly group: TrialGroup;
  readonly round: Round;
  /** When it was last known to be in the queue, or was put there. */
  seenAt: number;
  refused: number;
}

/** Trains groups by whoever takes them out of a queue. */
export class QueueExecutor implements Executor {
  workers = 1;
  private readonly queue: GroupQueue;
  private readonly reader: Redis;
  private readonly results: ResultStream;
  private readonly parcels: ParcelSender;
  private readonly fitting: FittingWorkers;
  private readonly sentDatasets = new Map<string, Promise<string>>();
  private readonly sentRows = new WeakMap<SharedRowsBySplit, Promise<string>>();
  /** Those that are not in the queue yet, the next one first. */
  private readonly waiting = new Map<string, Wanted>();
  private readonly outstanding = new Map<string, Wanted>();
  private readonly rounds = new Set<Round>();
  private feeding: Promise<void> | undefined;
  private leaving: Promise<void> | undefined;
  private failure: {readonly reason: unknown} | undefined;
  private steps = {finished: 0, told: 0};

  private constructor(
    private readonly connection: QueueConnection,
    private readonly run: QueuedRun,
    private readonly claim: RunClaim,
    private readonly watch: ConnectionWatch,
    private readonly emit: Emit,
  ) {
    const {redis} = connection;
    const name = queueName(run.toolchain);
    this.queue = groupQueue(connection, name);
    this.reader = anotherConnection(connection);
    this.results = new ResultStream(redis, name, run.run);
    this.parcels = new ParcelSender(redis);
    this.fitting = new FittingWorkers(redis, this.queue, run, event => this.tell(event));
    watch.givenUp.catch((reason: unknown) => this.fail(reason));
  }

  /** Claims a run and begins to listen for its results, also for those that came before. Throws QueueError. */
  static async of(
    connection: QueueConnection,
    run: QueuedRun,
    signal: AbortSignal,
    emit: Emit,
  ): Promise<QueueExecutor> {
    const claim = new RunClaim(connection.redis, run);
    const watch = new ConnectionWatch(connection, emit);
    const executor = new QueueExecutor(connection, run, claim, watch, emit);
    try {
      const claimed = insistently(
        () => claim.take(owner => emit({type: 'run-claimed', owner})),
        () => signal.aborted,
      );
      await Promise.race([claimed, watch.givenUp, aborted(signal)]);
    } catch (error) {
      await executor.stop();
      throw asQueueError(error);
    }
    if (signal.aborted) return executor;
    void executor.again(() => executor.takeResults());
    void executor.again(() => executor.look(), LOOK_EVERY);
    void executor.again(() => executor.parcels.keep(), KEEP_PARCELS_EVERY);
    return executor;
  }

  async train(groups: readonly TrialGroup[], listener: TrainingListener): Promise<void> {
    if (this.failure) throw this.failure.reason;
    if (this.leaving || groups.length === 0) return;
    await new Promise<void>((resolve, reject) => {
      const round: Round = {left: groups.length, listener, resolve, reject};
      this.rounds.add(round);
      for (const group of groups) {
        const id = groupId(this.run.run, group);
        this.waiting.set(id, {id, group, round, seenAt: 0, refused: 0});
      }
      this.feed();
    });
  }

  stop(): Promise<void> {
    this.leaving ??= this.leave();
    return this.leaving;
  }

  /** What comes too late isn't told any more. */
  private tell(event: QueueEvent): void {
    if (!this.isOver()) this.emit(event);
  }

  private fail(reason: unknown): void {
    if (this.leaving || this.failure) return;
    this.failure = {reason: asQueueError(reason)};
    for (const {reject} of this.rounds) reject(this.failure.reason);
    this.rounds.clear();
  }

  private readonly isOver = (): boolean => this.leaving !== undefined || this.failure !== undefined;

  /** Does something again and again, so many milliseconds apart. */
  private async again(work: () => Promise<void>, pause = 0): Promise<void> {
    try {
      while (!this.isOver()) {
        await insistently(work, this.isOver);
        if (pause > 0) await sleep(pause, undefined, {ref: false});
      }
    } catch (reason) {
      this.fail(reason);
    }
  }

  /** Keeps the queue filled: as much as its workers need for a while, so that neither it nor what is kept here grows with the sweep. */
  private feed(): void {
    this.feeding ??= this.fill()
      .catch((reason: unknown) => this.fail(reason))
      .finally(() => {
        this.feeding = undefined;
      });
  }

  private async fill(): Promise<void> {
    const most = Math.min(MOST_GROUPS_AHEAD, Math.max(GROUPS_AHEAD, GROUPS_AHEAD_PER_SLOT * this.workers));
    while (!this.isOver() && this.waiting.size > 0 && this.outstanding.size <= most - GROUPS_AT_ONCE) {
      const next = firstOf(this.waiting.values(), GROUPS_AT_ONCE);
      for (const one of next) {
        this.waiting.delete(one.id);
        // Not looked for before it is there.
        one.seenAt = Number.POSITIVE_INFINITY;
        this.outstanding.set(one.id, one);
      }
      await insistently(() => this.put(next), this.isOver);
    }
  }

  /** Puts groups into the queue; what is there already stays as it is. */
  private async put(groups: readonly Wanted[]): Promise<void> {
    const {run, name} = this.run;
    const jobs = await Promise.all(
      groups.map(async ({id, group}) => ({
        name: 'group',
        data: groupMessage(run, name, group, await this.parcelsOf(group)),
        opts: {...JOB_OPTIONS, jobId: id},
      })),
    );
    for (const one of groups) this.see(one);
    await this.queue.addBulk(jobs);
  }

  private async parcelsOf({trials, sharedRows}: TrialGroup) {
    const keys = [...new Set(trials.map(({dataset}) => dataset))];
    const datasets = keys.map(async key => [key, await this.parcelOfDataset(key)] as const);
    const rows = sharedRows.map(own =>
      Object.keys(own).length === 0
        ? null
        : remembered(this.sentRows, own, () => this.parcels.send(() => sharedRowsParcel(own))),
    );
    return {datasets: Object.fromEntries(await Promise.all(datasets)), sharedRows: await Promise.all(rows)};
  }

  private parcelOfDataset(key: string): Promise<string> {
    const dataset = this.run.datasets.get(key);
    if (!dataset) throw new Error(`no data set ${key}`);
    return remembered(this.sentDatasets, key, () => this.parcels.send(() => datasetParcel(dataset)));
  }

  /** Takes the results that are there, or waits for some. */
  private async takeResults(): Promise<void> {
    await this.keep(await this.results.read('0', RESULTS_AT_ONCE, {redis: this.reader, milliseconds: RESULTS_WAIT}));
  }

  /** Tells what came of groups, and removes it from the queue: it is in the journal now. */
  private async keep(results: readonly StreamedResult[]): Promise<void> {
    if (this.isOver()) return;
    for (const {text} of results) this.take(text);
    await this.results.remove(results);
    this.feed();
  }

  private take(text: string): void {
    const result = parseGroupResult(text);
    const wanted = result && this.wantedOf(result.group);
    // It came before, or is of a group that is no longer wanted.
    if (!result || !wanted) return;
    const trained = trainedOf(result, wanted.group.trials);
    const isFit = trained?.every(
      (one, index) => wanted.round.listener.accepts?.(wanted.group.trials[index], one) ?? true,
    );
    if (trained && isFit) this.end(wanted, trained);
    else {
      this.emit({type: 'result-refused', worker: result.worker, group: wanted.id});
      if (++wanted.refused >= MOST_REFUSED) this.endCrashed(wanted, 'what came back of it is no result');
    }
  }

  /** A group that is wanted; what is not in the queue yet may have been trained before this process began. */
  private wantedOf(id: string): Wanted | undefined {
    return this.outstanding.get(id) ?? this.waiting.get(id);
  }

  private end(wanted: Wanted, trained: readonly Trained[]): void {
    const {group, round} = wanted;
    this.outstanding.delete(wanted.id);
    this.waiting.delete(wanted.id);
    round.listener.onHandedOut();
    this.steps.finished += trained.reduce((sum, {outcome}) => sum + stepsOf(outcome), 0);
    this.tellSteps(round.listener, 0);
    tellTrained(group.trials, trained, round.listener);
    if (--round.left > 0) return;
    this.rounds.delete(round);
    round.resolve();
  }

  private endCrashed(wanted: Wanted, message: string): void {
    this.end(
      wanted,
      wanted.group.trials.map(() => crashedTraining(message, 0)),
    );
  }

  /** Steps of what has finished, and of what is being trained; never fewer than before. */
  private tellSteps(listener: TrainingListener, active: number): void {
    const more = this.steps.finished + active - this.steps.told;
    if (more <= 0) return;
    this.steps.told += more;
    listener.onSteps(more);
  }

  /** Looks who is there, and whether the queue still has all that was put into it. */
  private async look(): Promise<void> {
    this.claim.check();
    // What was asked for just as the queue had been filled.
    this.feed();
    await nameQueue(this.connection.redis, this.run.toolchain);
    await this.lookAtWorkers();
    await this.lookForGroups();
  }

  private async lookAtWorkers(): Promise<void> {
    const address = shownAddress(this.connection.address);
    const {slots, active, steps} = await this.fitting.look(this.waiting.size, this.outstanding.size > 0, address);
    this.workers = Math.max(this.workers, slots);
    const [round] = this.rounds;
    if (!round || this.isOver()) return;
    if (active > 0) round.listener.onHandedOut();
    this.tellSteps(round.listener, steps);
  }

  /** Groups of which nothing was heard for a while: what the queue has lost is put into it again, what failed there is told. */
  private async lookForGroups(): Promise<void> {
    const silent = firstOf(this.silent(), LOOKED_FOR_AT_ONCE);
    if (silent.length === 0) return;
    const states = await Promise.all(silent.map(({id}) => this.queue.getJobState(id)));
    const isIn = (index: number, ...wanted: readonly string[]) => wanted.includes(states[index]);
    const failed = silent.filter((_, index) => isIn(index, 'failed'));
    const gone = silent.filter((_, index) => isIn(index, 'unknown', 'completed'));
    for (const one of silent) this.see(one);
    // These wait for their data, or after a crash.
    if (silent.some((_, index) => isIn(index, 'delayed'))) await this.parcels.keep();
    for (const one of failed) await this.tellFailed(one);
    if (gone.length === 0) return;
    // A worker sends its results before its job ends: where they were sent, they are there now.
    await this.keep(await this.results.read('0', GROUPS_AHEAD));
    const lost = gone.filter(({id}) => this.outstanding.has(id));
    if (lost.length === 0 || this.isOver()) return;
    this.emit({type: 'groups-put-again', groups: lost.length});
    await this.parcels.keep();
    await this.putAgain(lost);
  }

  /** What the queue still knows of groups goes first: else they would stay as they are. */
  private async putAgain(groups: readonly Wanted[]): Promise<void> {
    await Promise.all(groups.map(({id}) => this.queue.remove(id)));
    await this.put(groups);
  }

  private *silent(): Generator<Wanted> {
    for (const one of this.outstanding.values()) {
      if (Date.now() - one.seenAt <= SILENT) return;
      yield one;
    }
  }

  /** Those seen last are at the end. */
  private see(wanted: Wanted): void {
    if (!this.outstanding.delete(wanted.id)) return;
    wanted.seenAt = Date.now();
    this.outstanding.set(wanted.id, wanted);
  }

  /** A group that failed; one that was refused, or can't be read, is not what was put there. */
  private async tellFailed(wanted: Wanted): Promise<void> {
    const job = await this.queue.getJob(wanted.id).catch((error: unknown) => {
      if (isRefusal(error) || error instanceof SyntaxError || error instanceof TypeError) return undefined;
      throw error;
    });
    const because = job?.failedReason ?? 'the queue had something else in its place';
    const isOlder = job?.finishedOn !== undefined && job.finishedOn < this.claim.since;
    const isRefused = !job || REFUSED.test(because);
    if (!this.outstanding.has(wanted.id)) return;
    if (isRefused && !isOlder && ++wanted.refused >= MOST_REFUSED) this.endCrashed(wanted, because);
    else if (isRefused || isOlder) await this.putAgain([wanted]);
    else {
      await this.queue.remove(wanted.id);
      this.endCrashed(wanted, because);
    }
  }

  /** Takes what nobody has begun out of the queue; what is being trained is found by the next call. */
  private async leave(): Promise<void> {
    for (const {resolve} of this.rounds) resolve();
    this.rounds.clear();
    this.claim.end();
    this.watch.end();
    this.reader.disconnect();
    await Promise.race([this.tidy().catch(() => {}), sleep(LEAVING, undefined, {ref: false})]);
  }

  private async tidy(): Promise<void> {
    await this.feeding;
    // Who has taken the run over has put its own into the queue.
    if (await this.claim.isOwn()) {
      const left = [...this.outstanding.keys()];
      await Promise.all(left.map(id => this.queue.remove(id).catch(() => 0)));
      if (left.length === 0 && !this.failure) await this.results.end();
      await this.claim.release();
    }
    await this.queue.close();
  }
}

/** Resolves when a signal comes. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}

function firstOf<T>(values: Iterable<T>, most: number): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === most) break;
    first.push(value);
  }
  return first;
}

function stepsOf(outcome: Trained['outcome']): number {
  return outcome.status === 'finished' ? outcome.diagnostics.steps : 0;
}
