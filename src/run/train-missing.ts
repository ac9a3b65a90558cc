import PQueue from 'p-queue';
import type {Dataset} from '../data/dataset.js';
import type {BackendName} from '../engine/backends/backend.js';
import type {Trained} from '../engine/trainer.js';
import type {Trial} from '../plan/trial.js';
import type {TrialGroup} from './trial-groups.js';
import {TrialOrder} from './trial-order.js';
import {WorkerCrashError, WorkerProcess} from './worker-process.js';

export interface TrainingOptions {
  readonly backend: BackendName;
  readonly workers: number;
  /** Of each worker. */
  readonly threads: number;
  readonly signal: AbortSignal;
  /** A worker is there, and has got its first trials. */
  onHandedOut(): void;
  onSteps(steps: number): void;
  onTrained(trial: Trial, trained: Trained): void;
}

/** In a row. */
const MOST_CRASHES_AT_START = 3;

/** Trains groups of trials in worker processes, as many at a time as there are workers. Ends early when the signal aborts. */
export async function trainMissing(
  groups: readonly TrialGroup[],
  datasets: ReadonlyMap<string, Dataset>,
  {backend, workers, threads, signal, onHandedOut, onSteps, onTrained}: TrainingOptions,
): Promise<void> {
  const all = new Set<WorkerProcess>();
  const idle: WorkerProcess[] = [];
  const order = new TrialOrder(groups);
  const compiled = new Map<WorkerProcess, string[]>();
  const engines = [...new Set(groups.map(({engine}) => engine))];
  const queue = new PQueue({concurrency: workers});
  let failure: {readonly reason: unknown} | undefined;
  const stopAll = () => {
    queue.clear();
    for (const worker of all) worker.stop();
  };
  signal.addEventListener('abort', stopAll, {once: true});

  let crashesAtStart = 0;
  const takeWorker = async (): Promise<WorkerProcess> => {
    for (let free = idle.pop(); free; free = idle.pop()) if (free.alive) return free;
    const worker = new WorkerProcess(backend, engines, threads, onSteps);
    all.add(worker);
    try {
      await worker.ready();
    } catch (error) {
      // One that is killed as it starts costs a group; when none can start, so would every group.
      if (!(error instanceof WorkerCrashError) || ++crashesAtStart >= MOST_CRASHES_AT_START)
        throw new Error(`workers can't start: ${String(error)}`);
      throw error;
    }
    crashesAtStart = 0;
    return worker;
  };

  /** Trains the group that suits a free worker best. */
  const trainOne = async (): Promise<void> => {
    const started = performance.now();
    let group: TrialGroup | undefined;
    try {
      const worker = await takeWorker();
      const programs = compiled.get(worker) ?? [];
      group = order.next(programs);
      if (!group) throw new Error('there are fewer groups than were counted');
      const {program, trials} = group;
      if (programs.at(-1) !== program) compiled.set(worker, [...programs.filter(other => other !== program), program]);
      onHandedOut();
      const trained = await worker.train(group, datasets);
      idle.push(worker);
      if (signal.aborted) return;
      for (const [index, trial] of trials.entries()) onTrained(trial, trained[index]);
    } catch (error) {
      // A worker that is killed as it starts takes a group along.
      group ??= error instanceof WorkerCrashError ? order.next([]) : undefined;
      if (!group) throw error;
      if (!(error instanceof WorkerCrashError) || signal.aborted || failure) throw error;
      // The others go on in a new process.
      const durationSeconds = (performance.now() - started) / 1000 / group.trials.length;
      for (const trial of group.trials) onTrained(trial, crashed(error, durationSeconds));
    }
  };

  for (const _ of signal.aborted ? [] : groups)
    queue.add(() =>
      trainOne().catch((reason: unknown) => {
        if (signal.aborted) return;
        failure ??= {reason};
        stopAll();
      }),
    );
  await queue.onIdle();
  signal.removeEventListener('abort', stopAll);
  stopAll();
  if (failure) throw failure.reason;
}

function crashed({message}: WorkerCrashError, durationSeconds: number): Trained {
  return {
    outcome: {status: 'failed', error: {type: 'crashed', message}, history: [], durationSeconds},
    testForecasts: null,
    compileSeconds: 0,
    eagerBecause: undefined,
  };
}
