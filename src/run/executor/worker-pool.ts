import PQueue from 'p-queue';
import type {Dataset} from '../../data/dataset.js';
import type {BackendName} from '../../engine/backends/backend.js';
import type {EngineName} from '../../training/result.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {TrialOrder} from '../groups/trial-order.js';
import {crashedTraining, type Executor, type TrainingListener, tellTrained} from './executor.js';
import {WorkerCrashError, WorkerProcess} from './worker-process.js';
import {WorkersCannotStartError} from './workers-cannot-start-error.js';

export interface WorkerPoolOptions {
  readonly backend: BackendName;
  /** Those that workers may be asked for. */
  readonly engines: readonly EngineName[];
  readonly workers: number;
  /** The threads of each worker. */
  readonly threads: number;
  readonly datasets: ReadonlyMap<string, Dataset>;
}

/** So many programs of a worker are remembered; about as many as it keeps. */
const MOST_PROGRAMS = 100;
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
  private crashesAtStart = 0;
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
    for (const worker of this.all) worker.stop();
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
      const worker = await this.takeWorker(order);
      group = order.next(this.compiled.get(worker) ?? []);
      if (!group) throw new Error('there are fewer groups than were counted');
      this.noteProgram(worker, group.program);
      listener.onHandedOut();
      const trained = await worker.train(group, this.options.datasets, steps => listener.onSteps(steps));
      this.idle = [...this.idle, worker];
      if (!this.stopped) tellTrained(group.trials, trained, listener);
    } catch (error) {
      if (!(error instanceof WorkerCrashError) || this.stopped) throw error;
      if (!group) throw error;
      // The others go on in a new process.
      const durationSeconds = (performance.now() - started) / 1000 / group.trials.length;
      tellTrained(
        group.trials,
        group.trials.map(() => crashedTraining(error.message, durationSeconds)),
        listener,
      );
    }
  }

  /** A worker that is free, one with a program for what waits before any other; else a new one. */
  private async takeWorker(order: TrialOrder): Promise<WorkerProcess> {
    const alive = this.idle.filter(worker => worker.alive);
    const free = alive.findLast(worker => order.hasAny(this.compiled.get(worker) ?? [])) ?? alive.at(-1);
    this.idle = alive.filter(worker => worker !== free);
    if (free) return free;
    for (const worker of this.all) if (!worker.alive) this.forget(worker);
    return this.startedWorker();
  }

  /** A new worker; one that is killed as it starts gives way to another one, unless none can start. */
  private async startedWorker(): Promise<WorkerProcess> {
    const {backend, engines, threads} = this.options;
    for (;;) {
      const worker = new WorkerProcess(backend, engines, threads);
      this.all.add(worker);
      try {
        await worker.ready();
        this.crashesAtStart = 0;
        return worker;
      } catch (error) {
        // One that is there but can't train would stay.
        worker.stop();
        this.forget(worker);
        if (!(error instanceof WorkerCrashError) || ++this.crashesAtStart >= MOST_CRASHES_AT_START)
          throw new WorkersCannotStartError(`workers can't start: ${messageOf(error)}`);
        if (this.stopped) throw error;
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
