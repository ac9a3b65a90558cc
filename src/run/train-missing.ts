import PQueue from 'p-queue';
import type {Dataset} from '../data/dataset.js';
import type {BackendName} from '../engine/backends/backend.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';
import {WorkerCrashError, WorkerProcess} from './worker-process.js';

export interface TrainingOptions {
  readonly backend: BackendName;
  readonly workers: number;
  readonly signal: AbortSignal;
  onSteps(steps: number): void;
  onOutcome(trial: Trial, outcome: Outcome): void;
}

/** In a row. */
const MOST_CRASHES_AT_START = 3;

/** Trains trials in worker processes, as many at a time as there are workers. Ends early when the signal aborts. */
export async function trainMissing(
  trials: readonly Trial[],
  datasets: ReadonlyMap<string, Dataset>,
  {backend, workers, signal, onSteps, onOutcome}: TrainingOptions,
): Promise<void> {
  const all = new Set<WorkerProcess>();
  const idle: WorkerProcess[] = [];
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
    const worker = new WorkerProcess(backend, onSteps);
    all.add(worker);
    try {
      await worker.ready();
    } catch (error) {
      // One that is killed as it starts costs a trial; when none can start, so would every trial.
      if (!(error instanceof WorkerCrashError) || ++crashesAtStart >= MOST_CRASHES_AT_START)
        throw new Error(`workers can't start: ${String(error)}`);
      throw error;
    }
    crashesAtStart = 0;
    return worker;
  };

  const trainOne = async (trial: Trial): Promise<void> => {
    const dataset = datasets.get(trial.dataset);
    if (!dataset) throw new Error(`no data set ${trial.dataset}`);
    const started = performance.now();
    try {
      const worker = await takeWorker();
      const outcome = await worker.train(trial, dataset);
      idle.push(worker);
      if (!signal.aborted) onOutcome(trial, outcome);
    } catch (error) {
      if (!(error instanceof WorkerCrashError) || signal.aborted || failure) throw error;
      // The other trials go on in a new process.
      const durationSeconds = (performance.now() - started) / 1000;
      onOutcome(trial, {
        status: 'failed',
        error: {type: 'crashed', message: error.message},
        history: [],
        durationSeconds,
      });
    }
  };

  for (const trial of signal.aborted ? [] : trials)
    queue.add(() =>
      trainOne(trial).catch((reason: unknown) => {
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
