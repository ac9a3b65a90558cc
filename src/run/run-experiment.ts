import {availableParallelism} from 'node:os';
import {fileErrorText, isFileError} from '../disk/file-error.js';
import {gridPlanner} from '../plan/planner.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {Emit} from './events.js';
import type {Executor} from './executor/executor.js';
import {WorkerPool} from './executor/worker-pool.js';
import {threadsOfWorkers} from './groups/threads.js';
import {trialGroups} from './groups/trial-groups.js';
import {BaselinePlan} from './measure-baselines.js';
import type {Toolchain} from './records/manifest.js';
import {runFolderPath, runId, toolchainOf} from './run-identity.js';
import type {RunOptions} from './run-options.js';
import {RunStoppedError} from './run-stopped-error.js';
import {EarlierResults} from './store/earlier-results.js';
import type {RunFolder} from './store/run-folder.js';
import {RunStore} from './store/run-store.js';
import {Sweep} from './sweep.js';

export interface RunResult {
  readonly folder: RunFolder;
  readonly interrupted: boolean;
  /** How many of the trials that were asked for failed. */
  readonly failed: number;
  /** Ids of the trials that were asked for. */
  readonly wanted: ReadonlySet<string>;
}

/** What a run will be called, where it lies, and what makes its numbers. */
export interface PlannedRun {
  readonly run: string;
  readonly path: string;
  readonly toolchain: Toolchain;
  /** The threads of each worker. */
  readonly threads: number;
  /** Groups in which the whole grid is trained. */
  readonly groups: number;
}

/** Trains what is not yet trained. The folder stays locked until the caller releases it. Errors: RunLockedError, NewerFormatError, RunStoppedError. */
export async function runExperiment(prepared: PreparedExperiment, options: RunOptions, emit: Emit): Promise<RunResult> {
  const plan = plannedRun(prepared, options);
  const {run, path, toolchain} = plan;
  const store = new RunStore(path, {run, prepared, toolchain, chosen: options.chosen});
  let executor: Executor | undefined;
  let failed = false;
  const stop = () => void executor?.stop();
  options.signal.addEventListener('abort', stop, {once: true});
  try {
    executor = await executorOf(prepared, options, plan, emit);
    const sweep = new Sweep({prepared, options, store, executor, earlier: new EarlierResults(path, toolchain), emit});
    const trained = await sweep.train(options.planner ?? prepared.search?.planner ?? gridPlanner([...prepared.trials]));
    if (!options.signal.aborted && options.baselines !== false) store.addBaselines(new BaselinePlan(prepared));
    store.settle();
    return {folder: store.folder, interrupted: options.signal.aborted, ...trained};
  } catch (error) {
    failed = true;
    if (isFileError(error)) throw new RunStoppedError(fileErrorText(error), store.saved(), store.plannedCount);
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
    await executor?.stop();
    store.close();
    // Nobody else may have it while anybody trains.
    if (failed) store.folder.release();
  }
}

/** What a run will be called, where it lies, and what makes its numbers. */
export function plannedRun(
  prepared: PreparedExperiment,
  options: Pick<RunOptions, 'backend' | 'backendVersion' | 'engines' | 'threads' | 'out'>,
): PlannedRun {
  const {backend, backendVersion, engines, out} = options;
  const groups = trialGroups(prepared, prepared.trials, backend, engines).length;
  const threads = options.threads ?? threadsOfWorkers(prepared, options, groups);
  const toolchain = toolchainOf(backend, backendVersion, engines, threads);
  const run = runId(prepared, toolchain);
  return {run, path: runFolderPath(out, prepared, run), toolchain, threads, groups};
}

/** Who trains: processes of this machine, or others by a queue. */
async function executorOf(
  prepared: PreparedExperiment,
  options: RunOptions,
  plan: PlannedRun,
  emit: Emit,
): Promise<Executor> {
  if (!options.queue) return workerPool(prepared, options, plan);
  const {run, toolchain} = plan;
  const {connection, bits} = options.queue;
  const {tfsweep, backend, backendVersion} = toolchain;
  const {QueueExecutor} = await import('./queue/queue-executor.js');
  return QueueExecutor.of(
    connection,
    {
      run,
      name: prepared.experiment.name,
      toolchain: {tfsweep, backend, backendVersion, bits},
      datasets: prepared.datasets,
    },
    options.signal,
    emit,
  );
}

function workerPool(
  {datasets}: PreparedExperiment,
  {backend, engines, workers}: RunOptions,
  {threads, groups}: PlannedRun,
): Executor {
  return new WorkerPool({
    backend,
    engines: [...new Set(engines)],
    workers: Math.max(1, Math.min(workers ?? availableParallelism(), groups)),
    threads,
    datasets,
    triesAgain: true,
  });
}
