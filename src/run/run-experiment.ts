import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {BackendName} from '../engine/backends/backend.js';
import type {EngineName} from '../engine/choose-engine.js';
import {programKey} from '../engine/program-key.js';
import type {Trial} from '../plan/trial.js';
import {stepsPerEpoch} from '../training/epoch-inputs.js';
import type {Emit} from './events.js';
import {forecastRecord} from './forecasts.js';
import {Journal, readJournal, type TrialRecord} from './journal.js';
import {AppendedLines} from './lines.js';
import {manifestOf, manifestText, meansOf, parseManifest, type Timing} from './manifest.js';
import type {PreparedExperiment} from './prepare.js';
import {RunFolder} from './run-folder.js';
import {runId} from './run-id.js';
import {seriesOf} from './series.js';
import {trainMissing} from './train-missing.js';

export interface RunOptions {
  readonly backend: BackendName;
  readonly backendVersion: string;
  readonly engine: EngineName;
  readonly workers: number | undefined;
  /** The folder of all results. */
  readonly out: string;
  /** Which trials of the plan to train; without it all. */
  readonly wants?: ((trial: Trial, index: number) => boolean) | undefined;
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
  const means = meansOf(options.backend, options.backendVersion, options.engine);
  const run = runId(prepared.trials, means);
  const folder = new RunFolder(join(options.out, prepared.experiment.name, run));
  const writeManifest = (timing: Timing | null) =>
    folder.write('manifest', manifestText(manifestOf(run, prepared, means, timing)));
  try {
    writeManifest(parseManifest(folder.read('manifest') ?? '')?.timing ?? null);
    folder.write('data', `${JSON.stringify(seriesOf(prepared.datasets.values()))}\n`);
    const wanted = prepared.trials.filter((trial, index) => options.wants?.(trial, index) ?? true);
    const records = readJournal(folder.file('journal'));
    const missing = missingTrials(wanted, records);
    emit({
      type: 'run-opened',
      folder: folder.path,
      trials: wanted.length,
      finishedBefore: wanted.length - missing.length,
      backend: options.backend,
      engine: options.engine,
    });
    if (missing.length > 0) writeManifest(await train(missing, prepared, folder, records, options, emit));
    const failed = wanted.filter(({id}) => records.get(id)?.status === 'failed').length;
    return {folder, interrupted: options.signal.aborted, failed};
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** Trials without a result; one that crashed is tried again, one that diverged would diverge again. */
function missingTrials(trials: readonly Trial[], records: ReadonlyMap<string, TrialRecord>): Trial[] {
  return trials.filter(({id}) => {
    const record = records.get(id);
    return !record || (record.status === 'failed' && record.error.type === 'crashed');
  });
}

/** Trains trials, and adds what became of them to the journal and the records. */
async function train(
  missing: readonly Trial[],
  prepared: PreparedExperiment,
  folder: RunFolder,
  records: Map<string, TrialRecord>,
  {backend, engine, workers: wanted, signal}: RunOptions,
  emit: Emit,
): Promise<Timing> {
  const workers = Math.min(wanted ?? availableParallelism(), missing.length);
  const planned = new Map(
    prepared.combinations.flatMap(one => one.trials.map(({id}) => [id, stepsPerTrial(one)] as const)),
  );
  const programs = new Map(
    prepared.combinations.flatMap(one => {
      const key = programKey({...one, training: one.combination.experiment.training});
      return one.trials.map(({id}) => [id, key] as const);
    }),
  );
  const steps = missing.reduce((sum, {id}) => sum + (planned.get(id) ?? 0), 0);
  emit({type: 'training-started', trials: missing.length, workers, steps});
  const journal = new Journal(folder.file('journal'));
  const forecasts = new AppendedLines(folder.file('forecasts'));
  // One seed tells what a combination's forecasts look like.
  const shown = new Map(prepared.combinations.map(one => [one.trials[0].id, one]));
  let handedOut: number | undefined;
  let trialSteps = 0;
  let trials = 0;
  let compileSeconds = 0;
  try {
    await trainMissing(missing, prepared.datasets, {
      backend,
      engine,
      workers,
      signal,
      programOf: ({id}) => programs.get(id) ?? '',
      onHandedOut() {
        handedOut ??= performance.now();
      },
      onSteps(steps) {
        trialSteps += steps;
        emit({type: 'steps-done', steps});
      },
      onTrained(trial, trained) {
        const {outcome, eagerBecause, testForecasts} = trained;
        const one = shown.get(trial.id);
        if (one && testForecasts) forecasts.append(forecastRecord(trial.id, testForecasts, one.dataset, one.windows));
        records.set(trial.id, journal.append(trial, outcome));
        trials++;
        compileSeconds += trained.compileSeconds;
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

/** Optimizer steps of a trial that doesn't stop early. */
export function stepsPerTrial({windows, combination}: PreparedExperiment['combinations'][number]): number {
  const {training} = combination.experiment;
  return training.epochs * stepsPerEpoch({windows, training});
}
