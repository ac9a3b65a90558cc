import {setTimeout} from 'node:timers/promises';
import PQueue from 'p-queue';
import type {Dataset} from '../../data/dataset.js';
import type {BackendName} from '../../engine/backends/backend.js';
import type {Trained} from '../../engine/trained.js';
import type {Trial} from '../../plan/trial.js';
import type {EngineName} from '../../training/result.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {TrialOrder} from '../groups/trial-order.js';
import {crashedTraining, type Executor, type TrainingListener, tellTrained} from './executor.js';
import {WorkerCrashError, WorkerProcess} from './worker-process.js';
import {WorkerWatch} from './worker-watch.js';
import {WorkersCannotStartError} from './workers-cannot-start-error.js';

export interface WorkerPoolOptions {
  readonly backend: BackendName;
  /** Those that workers may be asked for. */
  readonly engines: readonly EngineName[];
  readonly workers: number;
  /** The threads of each worker. */
  readonly threads: number;
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** Whether trials whose worker has ended are trained once more here; a queue hands them out again. */
  readonly triesAgain: boolean;
}

/** So many programs of a worker are remembered; about as many as it keeps. */
const MOST_PROGRAMS = 100;
/** Milliseconds that processes which were killed have to go away. */
const GONE_MILLISECONDS = 2000;
/** The most crashes in a row. */
const MOST_CRASHES_AT_START = 3;

/** Trains groups of trials in worker processes, as many at a time as there are workers. */
export class WorkerPool implements Executor {
  readonly workers: number;
  private readonly all = new Set<WorkerProcess>();
  private idle: readonly WorkerProcess[] = [];
  /** Programs that each worker has compiled, the last one last. */
  private readonly compiled = new Map<WorkerProcess, string[]>();
  private readonly queue: PQueue;
  private readonly watch = new WorkerWatch();
  private stopped = false;
  private failure: {readonly reason: unknown} | undefined;

  constructor(private readonly options: WorkerPoolOptions) {
    this.workers = options.workers;
    this.queue = new PQueue({concurrency: options.workers});
  }

  async train(groups: readonly TrialGroup[], listener: TrainingListener): Promise<void> {
    const order = new TrialOrder(groups);
    const tasks = (this.stopped ? [] : groups).map(() =>
      this.queue.add(() => this.trainNext(order, listener).catch((reason: unknown) => this.fail(reason))),
    );
    // What was cleared from the queue never ends.
    await Promise.race([Promise.all(tasks), this.queue.onIdle()]);
    if (this.failure) throw this.failure.reason;
  }

  /** Starts all workers before there is anything to train. Throws WorkersCannotStartError. */
  async warmUp(): Promise<void> {
    const wanted = this.workers - this.idle.length;
    const started = await Promise.all(Array.from({length: wanted}, () => this.startedWorker()));
    this.idle = [...this.idle, ...started];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.queue.clear();
    const gone = [...this.all].map(worker => {
      worker.stop();
      return worker.gone;
    });
    // The system may keep one that waits for a disk.
    await Promise.race([Promise.all(gone), setTimeout(GONE_MILLISECONDS, undefined, {ref: false})]);
  }

  /** What nobody expects ends everything; what comes of an end that was asked for is no failure. */
  private fail(reason: unknown): void {
    if (this.stopped) return;
    this.failure = {reason};
    void this.stop();
  }

  /** Trains the group that suits a free worker best. */
  private async trainNext(order: TrialOrder, listener: TrainingListener): Promise<void> {
    const started = performance.now();
    let group: TrialGroup | undefined;
    try {
      const worker = await this.takeWorker(order, listener);
      group = order.next(this.compiled.get(worker) ?? []);
      if (!group) throw new Error('there are fewer groups than were counted');
      listener.onHandedOut();
      const trained = await this.trainBy(worker, group, listener);
      if (!this.stopped) tellTrained(group.trials, trained, listener);
    } catch (error) {
      if (!(error instanceof WorkerCrashError) || this.stopped || !group) throw error;
      if (!this.options.triesAgain) {
        tellCrashed(group.trials, error.message, started, listener);
        return;
      }
      // It may have been somebody who killed it, or a trial itself: the second time tells.
      listener.onLost?.(error.message, group.trials);
      for (const alone of oneByOne(group)) await this.trainAgain(alone, listener);
    }
  }

  /** Trains a trial whose worker has ended, in another one; what ends that, too, has crashed. */
  private async trainAgain(group: TrialGroup, listener: TrainingListener): Promise<void> {
    if (this.stopped) return;
    const started = performance.now();
    const worker = await this.takeWorker(undefined, listener);
    try {
      const trained = await this.trainBy(worker, group, listener);
      if (!this.stopped) tellTrained(group.trials, trained, listener);
    } catch (error) {
      if (!(error instanceof WorkerCrashError) || this.stopped) throw error;
      tellCrashed(group.trials, error.message, started, listener);
    }
  }

  /** Has a worker train a group, while it is watched; it is free afterwards. */
  private async trainBy(
    worker: WorkerProcess,
    group: TrialGroup,
    listener: TrainingListener,
  ): Promise<readonly Trained[]> {
    this.noteProgram(worker, group.program);
    this.watch.add(worker);
    try {
      const trained = await worker.train(group, this.options.datasets, steps => listener.onSteps(steps, group));
      this.idle = [...this.idle, worker];
      return trained;
    } finally {
      this.watch.remove(worker);
    }
  }

  /** A worker that is free, one with a program for what waits before any other; else a new one. */
  private async takeWorker(order: TrialOrder | undefined, listener: TrainingListener): Promise<WorkerProcess> {
    const alive = this.idle.filter(worker => worker.alive);
    const free = alive.findLast(worker => order?.hasAny(this.compiled.get(worker) ?? [])) ?? alive.at(-1);
    this.idle = alive.filter(worker => worker !== free);
    if (free) return free;
    for (const worker of this.all) if (!worker.alive) this.forget(worker);
    return this.startedWorker(listener);
  }

  /** A new worker; one that is killed or stopped as it starts gives way to another one, unless none can start. */
  private async startedWorker(listener?: TrainingListener): Promise<WorkerProcess> {
    const {backend, engines, threads} = this.options;
    for (let crashes = 0; ; ) {
      const worker = forked(() => new WorkerProcess(backend, engines, threads));
      this.all.add(worker);
      this.watch.add(worker);
      try {
        await worker.ready();
        return worker;
      } catch (error) {
        // One that is there but can't train would stay.
        worker.stop();
        this.forget(worker);
        if (!(error instanceof WorkerCrashError) || ++crashes >= MOST_CRASHES_AT_START)
          throw new WorkersCannotStartError(`workers can't start: ${messageOf(error)}`);
        if (this.stopped) throw error;
        listener?.onLost?.(error.message, []);
      } finally {
        this.watch.remove(worker);
      }
    }
  }

  private forget(worker: WorkerProcess): void {
    this.all.delete(worker);
    this.compiled.delete(worker);
  }

  private noteProgram(worker: WorkerProcess, program: string): void {
    const programs = this.compiled.get(worker) ?? [];
    this.compiled.set(worker, [...programs.filter(other => other !== program), program].slice(-MOST_PROGRAMS));
  }
}

/** The system may have no room for another process. Throws WorkersCannotStartError. */
function forked(start: () => WorkerProcess): WorkerProcess {
  try {
    return start();
  } catch (error) {
    throw new WorkersCannotStartError(`workers can't start: ${messageOf(error)}`);
  }
}

/** A group for each trial, with the same room. */
function oneByOne(group: TrialGroup): TrialGroup[] {
  return group.trials.map((trial, at) => ({...group, trials: [trial], sharedRows: [group.sharedRows[at]]}));
}

function tellCrashed(
  trials: readonly Trial[],
  message: string,
  started: number,
  listener: Pick<TrainingListener, 'onTrained'>,
): void {
  const durationSeconds = (performance.now() - started) / 1000 / trials.length;
  tellTrained(
    trials,
    trials.map(() => crashedTraining(message, durationSeconds)),
    listener,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
