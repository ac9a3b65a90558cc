import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {BackendName} from '../engine/backends/backend.js';
import {canonicalJson} from '../experiment/content-hash.js';
import type {Trial} from '../plan/trial.js';
import type {EngineName} from '../training/result.js';
import type {Emit} from './events.js';
import {forecastRecord} from './forecasts.js';
import {Journal, readJournal, type TrialRecord} from './journal.js';
import {AppendedLines} from './lines.js';
import {
  type Manifest,
  manifestOf,
  manifestText,
  meansOf,
  parseManifest,
  type Timing,
  withoutTraining,
} from './manifest.js';
import type {PreparedExperiment} from './prepare.js';
import {RunFolder} from './run-folder.js';
import {runId} from './run-id.js';
import {seriesOf} from './series.js';
import {threadsOfWorkers} from './threads.js';
import {trainMissing} from './train-missing.js';
import {stepsPerTrial, type TrialGroup, trialGroups} from './trial-groups.js';

export interface RunOptions {
  readonly backend: BackendName;
  readonly backendVersion: string;
  /** One per combination. */
  readonly engines: readonly EngineName[];
  /** Why the backend and the engines were taken, where nobody asked for them by name. */
  readonly chosen: Manifest['chosen'];
  readonly workers: number | undefined;
  /** Of each worker, where it was decided before. */
  readonly threads?: number | undefined;
  /** The folder of all results. */
  readonly out: string;
  /** Which trials of the plan to train, by the number of the group that they are trained in; without it all. */
  readonly wants?: ((trial: Trial, group: number) => boolean) | undefined;
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly folder: RunFolder;
  readonly interrupted: boolean;
  /** Of the trials that were asked for. */
  readonly failed: number;
}

/** Trains what is not yet trained. The folder stays locked until the caller releases it. Errors: RunLockedError. */
export async function runExperiment(prepared: PreparedExperiment, options: RunOptions, emit: Emit): Promise<RunResult> {
  const {backend, engines} = options;
  const {run, path, groups, threads, means} = plannedRun(prepared, options);
  const folder = new RunFolder(path);
  const manifest = (timing: Timing | null) => manifestOf(run, prepared, means, options.chosen, timing);
  try {
    const before = parseManifest(folder.read('manifest') ?? '');
    folder.write('manifest', manifestText(before ? withoutTraining(before, manifest(null)) : manifest(null)));
    folder.write('data', `${JSON.stringify(seriesOf(prepared.datasets.values()))}\n`);
    const wanted = groups.flatMap(({trials}, group) => trials.filter(trial => options.wants?.(trial, group) ?? true));
    const records = readJournal(folder.file('journal'));
    const missing = missingTrials(wanted, records);
    emit({
      type: 'run-opened',
      folder: folder.path,
      trials: wanted.length,
      finishedBefore: wanted.length - missing.length,
      backend,
      engine: [...new Set(engines)].join(' and '),
    });
    if (missing.length > 0) {
      // Who was trained together is trained together again, also where only some are missing.
      const ids = new Set(missing.map(({id}) => id));
      const work = {groups: groups.filter(({trials}) => trials.some(({id}) => ids.has(id))), ids, threads};
      folder.write('manifest', manifestText(manifest(await train(work, prepared, folder, records, options, emit))));
    }
    const failed = wanted.filter(({id}) => records.get(id)?.status === 'failed').length;
    return {folder, interrupted: options.signal.aborted, failed};
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** What a run will be called, where it lies, and who is trained with whom. */
export function plannedRun(
  prepared: PreparedExperiment,
  options: Pick<RunOptions, 'backend' | 'backendVersion' | 'engines' | 'threads' | 'out'>,
) {
  const {backend, engines} = options;
  const groups = trialGroups(prepared, backend, engines);
  const threads = options.threads ?? threadsOfWorkers(prepared, options, groups.length);
  const means = meansOf(backend, options.backendVersion, engines, threads);
  const run = runId(prepared.trials, means);
  return {run, path: join(options.out, prepared.experiment.name, run), groups, threads, means};
}

/** Trials without a result; one that crashed is tried again, one that diverged would diverge again. */
function missingTrials(trials: readonly Trial[], records: ReadonlyMap<string, TrialRecord>): Trial[] {
  return trials.filter(({id, seed, parameters}) => {
    const record = records.get(id);
    if (!record || record.seed !== seed || canonicalJson(record.parameters) !== canonicalJson(parameters)) return true;
    return record.status === 'failed' && record.error.type === 'crashed';
  });
}

/** Groups that are trained, and those of their trials whose results are wanted. */
interface MissingWork {
  readonly groups: readonly TrialGroup[];
  readonly ids: ReadonlySet<string>;
  readonly threads: number;
}

/** Trains trials, and adds what became of them to the journal and the records. */
async function train(
  {groups, ids, threads}: MissingWork,
  prepared: PreparedExperiment,
  folder: RunFolder,
  records: Map<string, TrialRecord>,
  {backend, workers: wanted, signal}: RunOptions,
  emit: Emit,
): Promise<Timing> {
  const workers = Math.min(wanted ?? availableParallelism(), groups.length);
  const planned = new Map(
    prepared.combinations.flatMap(one => one.trials.map(({id}) => [id, stepsPerTrial(one)] as const)),
  );
  const trained = groups.flatMap(({trials}) => trials);
  const steps = trained.reduce((sum, {id}) => sum + (planned.get(id) ?? 0), 0);
  emit({type: 'training-started', trials: ids.size, workers, steps});
  const journal = new Journal(folder.file('journal'));
  const forecasts = new AppendedLines(folder.file('forecasts'));
  // One seed tells what a combination's forecasts look like.
  const shown = new Map(prepared.combinations.map(one => [one.trials[0].id, one]));
  let handedOut: number | undefined;
  let trialSteps = 0;
  let trials = 0;
  let compileSeconds = 0;
  try {
    await trainMissing(groups, prepared.datasets, {
      backend,
      workers,
      threads,
      signal,
      onHandedOut() {
        handedOut ??= performance.now();
      },
      onSteps(steps) {
        trialSteps += steps;
        emit({type: 'steps-done', steps});
      },
      onTrained(trial, trained) {
        const {outcome, eagerBecause, testForecasts} = trained;
        compileSeconds += trained.compileSeconds;
        trials++;
        if (!ids.has(trial.id)) return;
        const one = shown.get(trial.id);
        if (one && testForecasts) forecasts.append(forecastRecord(trial.id, testForecasts, one.dataset, one.windows));
        records.set(trial.id, journal.append(trial, outcome));
        emit({type: 'trial-finished', trial, outcome, eagerBecause, plannedSteps: planned.get(trial.id) ?? 0});
      },
    });
  } finally {
    journal.close();
    forecasts.close();
    emit({type: 'training-finished'});
  }
  const seconds = handedOut === undefined ? 0 : (performance.now() - handedOut) / 1000;
  // Workers compile at the same time: what that took of the wall's time is their mean.
  const trainSeconds = seconds - compileSeconds / workers;
  return {wallSeconds: process.uptime(), trainSeconds, compileSeconds, trialSteps, trials, workers};
}
