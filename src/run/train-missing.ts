import PQueue from 'p-queue';
import type {Dataset} from '../data/dataset.js';
import type {BackendName} from '../engine/backends/backend.js';
import type {EngineName} from '../engine/choose-engine.js';
import type {Trained} from '../engine/trainer.js';
import type {Trial} from '../plan/trial.js';
import {TrialOrder} from './trial-order.js';
import {WorkerCrashError, WorkerProcess} from './worker-process.js';

export interface TrainingOptions {
  readonly backend: BackendName;
  readonly engine: EngineName;
  readonly workers: number;
  readonly signal: AbortSignal;
  /** Equal for trials that one compiled program trains. */
  programOf(trial: Trial): string;
  /** A worker is there, and has got its first trial. */
  onHandedOut(): void;
  onSteps(steps: number): void;
  onTrained(trial: Trial, trained: Trained): void;
}

/** In a row. */
const MOST_CRASHES_AT_START = 3;

/** Trains trials in worker processes, as many at a time as there are workers. Ends early when the signal aborts. */
export async function trainMissing(
  trials: readonly Trial[],
  datasets: ReadonlyMap<string, Dataset>,
  {backend, engine, workers, signal, programOf, onHandedOut, onSteps, onTrained}: TrainingOptions,
): Promise<void> {
  const all = new Set<WorkerProcess>();
  const idle: WorkerProcess[] = [];
  const order = new TrialOrder(trials, programOf);
  const compiled = new Map<WorkerProcess, string[]>();
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
    const worker = new WorkerProcess(backend, engine, onSteps);
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

  /** Trains the trial that suits a free worker best. */
  const trainOne = async (): Promise<void> => {
    const started = performance.now();
    let trial: Trial | undefined;
    try {
      const worker = await takeWorker();
      const programs = compiled.get(worker) ?? [];
      const next = order.next(programs);
      if (!next) throw new Error('there are fewer trials than were counted');
      trial = next.trial;
      if (programs.at(-1) !== next.program)
        compiled.set(worker, [...programs.filter(program => program !== next.program), next.program]);
      const dataset = datasets.get(trial.dataset);
      if (!dataset) throw new Error(`no data set ${trial.dataset}`);
      onHandedOut();
      const trained = await worker.train(trial, dataset);
      idle.push(worker);
      if (!signal.aborted) onTrained(trial, trained);
    } catch (error) {
      // A worker that is killed as it starts takes a trial along.
      trial ??= error instanceof WorkerCrashError ? order.next([])?.trial : undefined;
      if (!trial) throw error;
      if (!(error instanceof WorkerCrashError) || signal.aborted || failure) throw error;
      // The other trials go on in a new process.
      const durationSeconds = (performance.now() - started) / 1000;
      onTrained(trial, {
        outcome: {
          status: 'failed',
          error: {type: 'crashed', message: error.message},
          history: [],
          durationSeconds,
        },
        testForecasts: null,
        compileSeconds: 0,
        eagerBecause: undefined,
      });
    }
  };

  for (const _ of signal.aborted ? [] : trials)
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
