import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Job, Worker} from 'bullmq';
import type {Trained} from '../../engine/trained.js';
import type {Executor} from '../executor/executor.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {type Announcement, announce, announced, SAID_EVERY, withdraw} from './announcements.js';
import {ConnectionWatch} from './connection-watch.js';
import {type GroupQueue, groupQueue, MOST_ATTEMPTS, MOST_STALLS} from './group-jobs.js';
import {type GroupMessage, parseGroupMessage} from './group-message.js';
import {groupResult} from './group-result.js';
import {type KnownParcels, UnusableParcelError} from './known-parcels.js';
import {nameQueue} from './known-queues.js';
import {ParcelMissingError} from './parcels/parcel-cache.js';
import {parsedJson} from './parsed-json.js';
import {PREFIX, type QueueConnection} from './queue-connection.js';
import {QueueError} from './queue-error.js';
import {ResultStream} from './result-stream.js';
import {mismatch, queueName, type ToolchainMatch} from './toolchain-match.js';

/** What happens in a worker of a queue, for whoever shows it. */
export type WorkerEvent =
  | {readonly type: 'worker-began'; readonly name: string; readonly slots: number; readonly toolchain: ToolchainMatch}
  | {readonly type: 'run-begun'; readonly run: string; readonly name: string}
  | {readonly type: 'group-trained'; readonly run: string; readonly trials: number}
  | {readonly type: 'group-refused'; readonly job: string; readonly because: string}
  | {readonly type: 'group-crashed'; readonly job: string; readonly because: string; readonly isLast: boolean}
  /** This worker can't do its part: its cache, or the server, refuses something. */
  | {readonly type: 'worker-troubled'; readonly because: string}
  | {readonly type: 'worker-pauses'; readonly crashes: number; readonly seconds: number}
  /** Others train these groups again: what comes of them here counts only if it is the first. */
  | {readonly type: 'locks-lost'; readonly jobs: number}
  | {readonly type: 'run-unfit'; readonly run: string; readonly name: string; readonly because: string}
  | {readonly type: 'queue-complained'; readonly message: string}
  | {readonly type: 'queue-lost'}
  | {readonly type: 'queue-back'};

export interface QueueWorkerParts {
  readonly connection: QueueConnection;
  readonly toolchain: ToolchainMatch;
  /** Groups that are trained at a time. */
  readonly slots: number;
  /** Trains, from the data sets of the parcels. */
  readonly executor: Executor;
  readonly parcels: KnownParcels;
  readonly emit: (event: WorkerEvent) => void;
}

/**
 * How long a group is a worker's own without a word from it, in milliseconds: what a machine that has stopped, or is cut off, costs.
 * Training is done in other processes, so that nothing keeps this one from saying so.
 */
const LOCK = 10_000;
const LOOK_FOR_STALLED = 5000;
/** One group more than are trained is at hand, so that nobody waits for the network. */
const AHEAD = 1;
/** A group whose data are not in the queue is tried again after so long, in milliseconds. */
const DATA_AFTER = 1000;
/** After so many times nobody will put them there. */
const MOST_WAITS_FOR_DATA = 600;
/** After so many troubles of its own one after the other a worker ends; in between others have so long to take the group, in milliseconds. */
const MOST_TROUBLES = 10;
const TROUBLED_AGAIN_AFTER = 2000;
const MOST_SECONDS_PAUSED = 30;
/** So many jobs are looked at for one that can't be read. */
const MOST_TORN = 1000;
/** Milliseconds until the same complaint is told once more. */
const COMPLAINED_AGAIN_AFTER = 30_000;
/** That the connection is lost is told once, and lost locks by their count. */
const TOLD_OTHERWISE = /could not renew lock|Missing (lock|key) for job|Connection is closed|ECONN|Socket timeout/i;
/** Milliseconds that leaving the queue may take. */
const LEAVING = 5000;

type GroupJob = Job<GroupMessage, null>;

/** How it went with a group here. */
type GroupEnd =
  | {readonly is: 'sent' | 'stopped' | 'without data'}
  | {readonly is: 'refused' | 'crashed' | 'troubled'; readonly because: string};

/** Takes groups of trials out of a queue and trains them, until it is stopped. */
export class QueueWorker {
  private readonly worker: Worker<GroupMessage, null>;
  private readonly name: string;
  private readonly watch: ConnectionWatch;
  private readonly since = new Date().toISOString();
  private readonly seen = new Set<string>();
  private readonly steps = new Map<string, number>();
  private busy = 0;
  private trained = 0;
  private isStopped = false;
  private isPausing = false;
  /** Without a group that was trained in between. */
  private crashes = 0;
  private troubles = 0;
  private complaint = {told: '', at: 0};
  private failure: {readonly reason: unknown} | undefined;
  private queue: GroupQueue | undefined;

  constructor(private readonly parts: QueueWorkerParts) {
    const {connection, toolchain, slots, emit} = parts;
    const {bullmq, redis} = connection;
    this.name = `${hostname()}-${process.pid}`;
    this.worker = new bullmq.Worker<GroupMessage, null>(queueName(toolchain), (job, token) => this.train(job, token), {
      connection: redis,
      prefix: PREFIX,
      autorun: false,
      concurrency: slots + AHEAD,
      lockDuration: LOCK,
      stalledInterval: LOOK_FOR_STALLED,
      maxStalledCount: MOST_STALLS,
      runRetryDelay: 1000,
      drainDelay: 2,
    });
    this.worker.on('error', error => {
      this.complain(error.message);
      if (error instanceof SyntaxError) void this.emptyTorn().catch(() => {});
    });
    this.worker.on('lockRenewalFailed', jobs => emit({type: 'locks-lost', jobs: jobs.length}));
    this.watch = new ConnectionWatch(connection, emit);
  }

  /** Trains until the signal; then what has been begun goes back into the queue. Throws QueueError where nothing can be trained. */
  async run(signal: AbortSignal): Promise<void> {
    const {connection, toolchain, slots, emit} = this.parts;
    emit({type: 'worker-began', name: this.name, slots, toolchain});
    this.worker.run().catch((error: unknown) => this.fail(error));
    const stopped = new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), {once: true});
    });
    try {
      await Promise.race([stopped, this.sayWhoIsThere(signal)]);
    } finally {
      this.isStopped = true;
      this.watch.end();
      const leave = async () => {
        await this.parts.executor.stop();
        await this.worker.close();
        await withdraw(connection.redis, 'worker', this.name);
      };
      await Promise.race([leave().catch(() => {}), sleep(LEAVING, undefined, {ref: false})]);
    }
  }

  /** Takes a group out of the queue, and sees to it that it ends there as it ended here. */
  private async train(job: GroupJob, token: string | undefined): Promise<null> {
    const {bullmq} = this.parts.connection;
    const end = await this.endOf(job).catch(
      (error: unknown): GroupEnd => ({is: 'troubled', because: messageOf(error)}),
    );
    switch (end.is) {
      case 'sent':
        this.troubles = 0;
        return null;
      case 'refused':
        this.parts.emit({type: 'group-refused', job: job.id ?? '', because: end.because});
        throw new bullmq.UnrecoverableError(`refused by ${this.name}: ${end.because}`);
      case 'crashed':
        throw new Error(end.because);
      case 'stopped':
        await job.moveToWait(token);
        throw new bullmq.WaitingError();
      case 'without data':
        await job.moveToDelayed(Date.now() + DATA_AFTER, token);
        throw new bullmq.DelayedError();
      case 'troubled':
        // Another worker may have no such trouble: it is no attempt at the group.
        if (!this.isStopped) this.parts.emit({type: 'worker-troubled', because: end.because});
        if (++this.troubles >= MOST_TROUBLES) this.fail(end.because);
        await job.moveToDelayed(Date.now() + TROUBLED_AGAIN_AFTER, token);
        throw new bullmq.DelayedError();
    }
  }

  /** Trains a group and sends what came of it. Throws what is this worker's own trouble. */
  private async endOf(job: GroupJob): Promise<GroupEnd> {
    const parsed = parseGroupMessage(job.data);
    if ('refused' in parsed) return {is: 'refused', because: parsed.refused};
    const message = parsed.group;
    const {run, name} = message;
    if (!this.seen.has(run)) this.parts.emit({type: 'run-begun', run, name});
    this.seen.add(run);
    const group = await this.withData(job, message);
    if ('is' in group) return group;
    const trained = await this.trainedBy(group, run).finally(() =>
      this.parts.parcels.release(new Set(group.trials.map(({dataset}) => dataset))),
    );
    if (!trained) return {is: 'stopped'};
    const crash = trained.flatMap(({outcome}) =>
      outcome.status === 'failed' && outcome.error.type === 'crashed' ? [outcome.error.message.split('\n')[0]] : [],
    )[0];
    this.crashes = crash === undefined ? 0 : this.crashes + 1;
    if (crash !== undefined) {
      const isLast = job.attemptsMade + 1 >= Math.min(job.opts.attempts ?? MOST_ATTEMPTS, MOST_ATTEMPTS);
      this.parts.emit({type: 'group-crashed', job: job.id ?? '', because: crash, isLast});
      void this.pause();
      if (!isLast) return {is: 'crashed', because: crash};
    }
    const result = groupResult(job.id ?? '', this.name, group.trials, trained);
    const {connection, toolchain} = this.parts;
    await new ResultStream(connection.redis, queueName(toolchain), run).send(JSON.stringify(result));
    this.trained += group.trials.length;
    this.parts.emit({type: 'group-trained', run, trials: group.trials.length});
    return {is: 'sent'};
  }

  /** A group with its data; one whose data are not there waits until whoever sent it has put them there again. */
  private async withData(job: GroupJob, message: GroupMessage): Promise<TrialGroup | GroupEnd> {
    try {
      return await this.parts.parcels.group(message);
    } catch (error) {
      if (error instanceof QueueError || error instanceof UnusableParcelError)
        return {is: 'refused', because: error.message};
      if (!(error instanceof ParcelMissingError)) throw error;
      if (job.attemptsStarted <= MOST_WAITS_FOR_DATA) return {is: 'without data'};
      return {is: 'refused', because: 'its data are not in the queue, and nobody has put them there'};
    }
  }

  /** Where one group after the other crashes, it may be this machine: others have more time to take the next one. */
  private async pause(): Promise<void> {
    if (this.crashes < 2 || this.isPausing) return;
    const seconds = Math.min(MOST_SECONDS_PAUSED, 2 ** (this.crashes - 1));
    this.parts.emit({type: 'worker-pauses', crashes: this.crashes, seconds});
    this.isPausing = true;
    await this.worker.pause(true);
    await sleep(1000 * seconds, undefined, {ref: false});
    this.isPausing = false;
    if (!this.isStopped) this.worker.resume();
  }

  /** Jobs that BullMQ can't read would come back again and again; as one that says nothing it is refused by its name. */
  private async emptyTorn(): Promise<void> {
    const {connection, toolchain} = this.parts;
    const name = queueName(toolchain);
    this.queue ??= groupQueue(connection, name);
    for (const id of await this.queue.getRanges(['active'], 0, MOST_TORN)) {
      const key = `${PREFIX}:${name}:${id}`;
      const texts = await connection.redis.hmget(key, 'data', 'opts');
      if (texts.some(text => text !== null && parsedJson(text) === undefined))
        await connection.redis.hset(key, 'data', '{}', 'opts', '{}');
    }
  }

  /** What came of the trials of a group, in their order; undefined where training was stopped. */
  private async trainedBy(group: TrialGroup, run: string): Promise<readonly Trained[] | undefined> {
    const results = new Map<string, Trained>();
    let steps = 0;
    const count = (more: number) => {
      steps += more;
      this.steps.set(run, (this.steps.get(run) ?? 0) + more);
    };
    let isBusy = false;
    try {
      await this.parts.executor.train([group], {
        onHandedOut: () => {
          isBusy = true;
          this.busy++;
        },
        onSteps: count,
        onTrained: ({id}, trained) => results.set(id, trained),
      });
    } catch (error) {
      this.fail(error);
    } finally {
      if (isBusy) this.busy--;
      count(-steps);
    }
    const trained = group.trials.flatMap(({id}) => results.get(id) ?? []);
    return !this.isStopped && trained.length === group.trials.length ? trained : undefined;
  }

  private fail(reason: unknown): void {
    this.failure ??= {reason};
  }

  /** Says again and again that this worker is there, and looks for runs that it doesn't fit. */
  private async sayWhoIsThere(signal: AbortSignal): Promise<void> {
    const unfit = new Set<string>();
    const {connection, toolchain, emit} = this.parts;
    while (!signal.aborted) {
      if (this.failure) throw new QueueError(`nothing can be trained here: ${messageOf(this.failure.reason)}`);
      try {
        await nameQueue(connection.redis, toolchain);
        await announce(connection.redis, 'worker', this.name, this.announcement());
        for (const [id, {run, name, toolchain: wanted}] of await announced(connection.redis, 'run')) {
          const because = mismatch(toolchain, wanted);
          if (because === undefined || unfit.has(id)) continue;
          unfit.add(id);
          emit({type: 'run-unfit', run, name, because});
        }
      } catch (error) {
        this.complain(messageOf(error));
      }
      await sleep(SAID_EVERY, undefined, {signal}).catch(() => {});
    }
  }

  private announcement(): Announcement<'worker'> {
    const {toolchain, slots} = this.parts;
    const {busy, trained, since} = this;
    return {
      host: hostname(),
      pid: process.pid,
      toolchain,
      slots,
      busy,
      trained,
      steps: Object.fromEntries([...this.steps].filter(([, steps]) => steps > 0)),
      since,
    };
  }

  private complain(message: string): void {
    if (this.isStopped || this.watch.isLost || TOLD_OTHERWISE.test(message)) return;
    const [told] = message.split(/\n|\. script: /);
    if (told === this.complaint.told && Date.now() - this.complaint.at < COMPLAINED_AGAIN_AFTER) return;
    this.complaint = {told, at: Date.now()};
    this.parts.emit({type: 'queue-complained', message: told});
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0] : String(error);
}
