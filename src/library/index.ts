import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {fileErrorText, isFileError} from '../disk/file-error.js';
import type {Checked} from '../document/problem.js';
import {TABLE_METRICS, tableMetric} from '../experiment/table-metrics.js';
import {prepareExperiment, prepareWritten} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {sentences} from '../presentation/comparison-text.js';
import {writeTables} from '../presentation/sheet/write-tables.js';
import {statementText} from '../presentation/verdict-text.js';
import {askedComparison, compare as compareLevels} from '../results/comparison/compare.js';
import type {Condition} from '../results/condition.js';
import {diffRuns} from '../results/diff/diff-runs.js';
import {parseTolerance, type Tolerance} from '../results/diff/tolerance.js';
import {disk} from '../results/file-tree.js';
import {findRun} from '../results/find-run.js';
import {runIn} from '../results/found-run.js';
import {metricOf} from '../results/metric-path.js';
import {parseCondition} from '../results/parse-condition.js';
import {resultsTable} from '../results/results-table.js';
import {type RunResults, readRun as readResults} from '../results/run-results.js';
import {summarizeRun} from '../results/run-summary.js';
import {comparedMetric, usualMetrics} from '../results/usual-metrics.js';
import {verdictOf} from '../results/verdict/verdict.js';
import {chooseToolchain} from '../run/choose-toolchain.js';
import type {RunEvent} from '../run/events.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import {runExperiment as train} from '../run/run-experiment.js';
import {RunStoppedError} from '../run/run-stopped-error.js';
import {RunLockedError} from '../run/store/run-lock.js';
import {TfsweepError} from './errors.js';
import {experimentError, publicProblem} from './public-problem.js';
import type {
  Comparison,
  Diff,
  DiffOptions,
  Experiment,
  Finding,
  LoadOptions,
  Progress,
  Run,
  RunOptions,
  Table,
  TableOptions,
  Trial,
  WrittenExperiment,
} from './types.js';

export {ExperimentError, TfsweepError} from './errors.js';
export type * from './types.js';

/** What stands behind what was handed out. */
const preparedOf = new WeakMap<Experiment, () => Promise<PreparedExperiment>>();
const resultsOf = new WeakMap<Run, RunResults>();

/** Reads an experiment, a file or a text, loads its data and checks all shapes; trains nothing. Throws ExperimentError. */
export async function loadExperiment(
  experiment: string | WrittenExperiment,
  {set = []}: LoadOptions = {},
): Promise<Experiment> {
  const prepare = async () =>
    checkedOrThrow(
      typeof experiment === 'string'
        ? await prepareExperiment(experiment, set)
        : await prepareWritten({file: join(experiment.folder ?? '.', 'experiment.yaml'), text: experiment.text}, set),
    );
  const prepared = await prepare();
  const {name, parameterNames, file} = prepared.experiment;
  const loaded: Experiment = {
    name,
    file: file.source.file,
    parameterNames,
    combinations: prepared.combinations.map(({combination}) => combination.parameters),
    trials: prepared.trials.length,
    steps: prepared.steps,
    warnings: prepared.warnings.map(publicProblem),
  };
  // A search has a state: whoever trains once more begins with a new one.
  let first: PreparedExperiment | undefined = prepared;
  preparedOf.set(loaded, async () => {
    const own = first ?? (await prepare());
    first = undefined;
    return own;
  });
  return loaded;
}

/**
 * Trains what is not yet trained of an experiment, a file or what `loadExperiment` gave, and writes its run folder, as
 * `tfsweep run` does; gives the run. Trials that fail are in it. Throws ExperimentError and TfsweepError.
 */
export async function runExperiment(
  experiment: string | Experiment,
  {out = 'results', workers, backend, engine = 'auto', signal, onProgress = () => {}}: RunOptions = {},
): Promise<Run> {
  const loaded = typeof experiment === 'string' ? await loadExperiment(experiment) : experiment;
  const prepare = preparedOf.get(loaded);
  if (!prepare) throw new TfsweepError('this experiment was not made by loadExperiment');
  if (workers !== undefined && (!Number.isInteger(workers) || workers < 1))
    throw new TfsweepError(`workers is a whole number from 1 on, not ${workers}`);
  const prepared = await prepare();
  const toolchain = chooseToolchain(prepared, {backend, engine});
  if ('message' in toolchain) throw new TfsweepError(toolchain.message, {hint: toolchain.hint});
  const options = {
    ...toolchain,
    workers: workers ?? availableParallelism(),
    out,
    signal: signal ?? new AbortController().signal,
  };
  return writing(async () => {
    const {folder} = await train(prepared, options, event => tell(event, onProgress));
    try {
      const found = runIn(disk, folder.path);
      if (!found) throw new TfsweepError('it was ended before anything was planned');
      const results = readResults(found);
      writeTables(results, summarizeRun(results), folder);
      return runOf(results);
    } finally {
      folder.release();
    }
  });
}

/**
 * Reads a run: by its folder, an experiment's file (the run of the file as it is now) or name (its newest run), a run id or its
 * beginning, or one of these at a git revision, `main:NAME`. Throws TfsweepError.
 */
export async function readRun(run: string, {out = 'results'}: Pick<RunOptions, 'out'> = {}): Promise<Run> {
  const found = await findRun(run, out);
  if ('problems' in found) throw experimentError(found);
  if ('missing' in found) throw new TfsweepError(found.missing);
  return runOf(readResults(found));
}

/** The means of a run over its seeds, and what simple forecasts reach. Throws TfsweepError. */
export function table(run: Run, {by, metrics, filter = [], sort, top}: TableOptions = {}): Table {
  const results = resultsBehind(run);
  const names = run.parameterNames;
  for (const name of by ?? []) known('parameter', name, names);
  for (const name of metrics ?? []) knownMetric(name);
  const shown = metrics ?? usualMetrics(results);
  if (sort !== undefined) known('column', sort, [...shown, ...names]);
  const filters = filter.map(text => conditionOf(text, names));
  const {parameterNames, chosenBy, rows, baselines} = resultsTable(results, {
    by,
    metrics: shown,
    chosenBy: metrics?.[0],
    sort,
    top,
    filters,
  });
  return {
    parameterNames,
    metrics: shown,
    chosenBy,
    rows: rows.map(({parameters, planned, finished, failed, metrics: means, best}) => ({
      parameters,
      planned,
      finished,
      failed,
      metrics: means,
      best,
    })),
    baselines: baselines.map(({name, of, metrics: values}) => ({name, parameters: of, metrics: values})),
  };
}

/** The values of a parameter against each other: what the experiment asks, or what is named. Throws TfsweepError. */
export function compare(run: Run, by?: string, metric?: string): Comparison {
  const results = resultsBehind(run);
  if (by !== undefined) known('parameter', by, run.parameterNames);
  if (metric !== undefined) knownMetric(metric);
  const asked = results.manifest.comparison?.by;
  const compared =
    by === undefined && metric === undefined
      ? askedComparison(results)
      : compareLevels(results, by ?? asked ?? '', metric ?? comparedMetric(results));
  if (!compared || compared.by === '')
    throw new TfsweepError('the experiment asks for no comparison', {
      hint: `by: one of ${run.parameterNames.join(', ') || 'no parameter'}`,
    });
  return {
    by: compared.by,
    metric: compared.metric,
    levels: compared.levels.map(({value, summary}) => ({value, summary})),
    differences: compared.differences.map(({better, worse, verdict, evidence}) => ({
      better,
      worse,
      verdict,
      lead: evidence?.lead ?? null,
      interval: evidence?.interval ?? null,
      adjustedProbability: evidence?.adjustedProbability ?? null,
      seeds: evidence?.seeds ?? 0,
    })),
    sentences: sentences(compared),
  };
}

/** What training did, and what it means: squashing, vanishing gradients, how far from the optimum it ended. */
export function verdict(run: Run): readonly Finding[] {
  const results = resultsBehind(run);
  return verdictOf(results, askedComparison(results)).map(one => ({kind: one.kind, ...statementText(one)}));
}

/** What changed from one run to another, and whether it is more than seed noise. Throws TfsweepError. */
export function diff(old: Run, now: Run, {metrics, tolerance = []}: DiffOptions = {}): Diff {
  const [before, after] = [resultsBehind(old), resultsBehind(now)];
  for (const name of metrics ?? []) knownMetric(name);
  const tolerances = tolerance.map(toleranceOf);
  const usual = metrics ?? [...usualMetrics(after), ...usualMetrics(before)];
  const shown = [...new Set([...usual, ...tolerances.flatMap(({metric}) => metric ?? [])])];
  const {experiment, data, environment, rows, added, removed, differs} = diffRuns(before, after, {
    metrics: shown,
    tolerances,
  });
  return {
    experiment,
    data,
    environment,
    rows: rows.map(({parameters, cells}) => ({
      parameters,
      cells: cells.map(({metric, old: then, now: since, change, adjustedProbability, verdict: said, better}) => ({
        metric,
        old: then,
        now: since,
        change,
        adjustedProbability,
        verdict: said,
        better,
      })),
    })),
    added: added.map(({parameters}) => parameters),
    removed: removed.map(({parameters}) => parameters),
    differs,
  };
}

function checkedOrThrow<Of>(checked: Checked<Of>): Of {
  if (!checked.ok) throw experimentError(checked);
  return checked.value;
}

function runOf(results: RunResults): Run {
  const {manifest, place, trials} = results;
  const run: Run = {
    name: manifest.name,
    id: manifest.run,
    folder: place.tree.show(place.folder),
    file: manifest.experiment.file,
    ranAt: manifest.ranAt,
    parameterNames: manifest.parameterNames,
    planned: manifest.trials.length,
    trials: trials.map(trialOf),
  };
  resultsOf.set(run, results);
  return run;
}

function trialOf(trial: TrialRecord): Trial {
  const {id, parameters, seed, status, durationSeconds} = trial;
  const names = status === 'finished' ? TABLE_METRICS : [];
  return {
    id,
    parameters,
    seed,
    status,
    metrics: Object.fromEntries(names.map(name => [name, metricOf(trial, name)])),
    history: trial.history.map(({epoch, loss, validation_loss}) => ({epoch, loss, validation_loss})),
    error: trial.status === 'failed' ? trial.error.message : null,
    durationSeconds,
  };
}

function resultsBehind(run: Run): RunResults {
  const results = resultsOf.get(run);
  if (!results) throw new TfsweepError('this run was not made by readRun or runExperiment');
  return results;
}

function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new TfsweepError(`there is no ${what} '${name}'`, {hint: `one of: ${names.join(', ')}`});
}

function knownMetric(name: string): void {
  if (!tableMetric(name)) known('metric', name, TABLE_METRICS);
}

function conditionOf(text: string, names: readonly string[]): Condition {
  const all = [...new Set([...names, 'seed', ...TABLE_METRICS])];
  const condition = parseCondition(text, all, name => tableMetric(name) !== undefined);
  if ('message' in condition) throw new TfsweepError(condition.message, {hint: condition.hint});
  return condition;
}

function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (!tolerance)
    throw new TfsweepError(`'${text}' is no tolerance`, {hint: 'test_rmse=0.5, test_rmse=1%, or 1% for all metrics'});
  if (tolerance.metric !== null) knownMetric(tolerance.metric);
  return tolerance;
}

/** Does something that writes results; what stands in its way is told as an error of this library. */
async function writing<Of>(work: () => Promise<Of>): Promise<Of> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunLockedError || error instanceof RunStoppedError)
      throw new TfsweepError(error.message, {cause: error});
    if (isFileError(error)) throw new TfsweepError(fileErrorText(error), {cause: error});
    throw error;
  }
}

/** An event as the library tells it; those around queues are none of it. */
function tell(event: RunEvent, onProgress: (progress: Progress) => void): void {
  switch (event.type) {
    case 'run-opened': {
      const {folder, trials, finishedBefore, backend, engine} = event;
      onProgress({type: 'opened', folder, trials, finishedBefore, backend, engine});
      return;
    }
    case 'training-started':
      onProgress({type: 'started', trials: event.trials, workers: event.workers, steps: event.steps});
      return;
    case 'steps-done':
      onProgress({type: 'steps', steps: event.steps});
      return;
    case 'trial-finished': {
      const {id, parameters, seed} = event.trial;
      const error = event.outcome.status === 'failed' ? event.outcome.error.message : null;
      onProgress({type: 'trial', id, parameters, seed, error});
      return;
    }
    case 'training-finished':
      onProgress({type: 'ended'});
      return;
    case 'manifest-replaced':
      onProgress({type: 'warning', message: `${event.file} can't be read: it is written anew`});
      return;
    case 'lines-left-out':
      onProgress({type: 'warning', message: `${event.file}: lines ${event.lines.join(', ')} are no results`});
      return;
    case 'folder-shared':
      onProgress({type: 'warning', message: `${event.folder} is on a network share (${event.share})`});
      return;
    case 'worker-lost':
      onProgress({type: 'warning', message: event.because});
      return;
    case 'training-grew':
    case 'queue-changed':
    case 'queue-without-worker':
    case 'worker-unfit':
    case 'run-claimed':
    case 'groups-put-again':
    case 'result-refused':
    case 'queue-lost':
    case 'queue-back':
      return;
  }
}
