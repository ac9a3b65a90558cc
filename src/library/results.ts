import {didYouMean} from '../document/did-you-mean.js';
import {TABLE_METRICS} from '../experiment/table-metrics.js';
import {sentences} from '../presentation/comparison-text.js';
import {statementText} from '../presentation/verdict-text.js';
import {type AskedMistake, askedMetricMistake, metricNameMistake} from '../results/asked-metric.js';
import {askedComparison, compare as compareLevels} from '../results/comparison/compare.js';
import type {Condition} from '../results/condition.js';
import {diffedMetrics, diffRuns} from '../results/diff/diff-runs.js';
import {parseTolerance, type Tolerance} from '../results/diff/tolerance.js';
import {findRun} from '../results/find-run.js';
import {parseRunCondition} from '../results/parse-condition.js';
import {resultsTable} from '../results/results-table.js';
import {type RunResults, readRun as readResults} from '../results/run-results.js';
import {comparedMetric, usualMetrics} from '../results/usual-metrics.js';
import {verdictOf} from '../results/verdict/verdict.js';
import {TfsweepError} from './errors.js';
import {guarded, guardedNow} from './guarded.js';
import {resultsBehind, runOf} from './handles.js';
import {experimentError} from './public-problem.js';
import type {Comparison, Diff, DiffOptions, Finding, Run, RunOptions, Table, TableOptions} from './types.js';

/**
 * Reads a run: by its folder, an experiment's file (the run of the file as it is now) or name (its newest run), a run id or its
 * beginning, or one of these at a git revision, `main:NAME`. Throws TfsweepError.
 */
export async function readRun(run: string, {out = 'results'}: Pick<RunOptions, 'out'> = {}): Promise<Run> {
  return guarded(async () => {
    const found = await findRun(run, out);
    if ('problems' in found) throw experimentError(found);
    if ('missing' in found) throw new TfsweepError(found.missing, {hint: 'a name, an id, a folder, or a file'});
    return runOf(readResults(found));
  });
}

/** The means of a run over its seeds, and what simple forecasts reach. Throws TfsweepError. */
export function table(run: Run, {by, metrics, filter = [], sort, top}: TableOptions = {}): Table {
  const results = resultsBehind(run);
  const names = run.parameterNames;
  for (const name of by ?? []) known('parameter', name, names);
  metricsOrThrow(metrics, results);
  if (top !== undefined && (!Number.isInteger(top) || top < 1))
    throw new TfsweepError(`top is a whole number from 1 on, not ${top}`);
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
  if (metric !== undefined) refuse(askedMetricMistake(metric, [results]));
  const chosen = by ?? results.manifest.comparison?.by;
  if (chosen === undefined)
    throw new TfsweepError('the experiment asks for no comparison: say by which parameter', {
      hint: run.parameterNames.length > 0 ? `one of: ${run.parameterNames.join(', ')}` : 'its sweep has no parameter',
    });
  const compared = compareLevels(results, chosen, metric ?? comparedMetric(results));
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
  return guardedNow(() =>
    verdictOf(results, askedComparison(results)).map(one => ({kind: one.kind, ...statementText(one)})),
  );
}

/** What changed from one run to another, and whether it is more than seed noise. Throws TfsweepError. */
export function diff(old: Run, now: Run, {metrics, tolerance = []}: DiffOptions = {}): Diff {
  const [before, after] = [resultsBehind(old), resultsBehind(now)];
  metricsOrThrow(metrics, before, after);
  const tolerances = tolerance.map(toleranceOf);
  const {experiment, data, environment, rows, added, removed, differs} = diffRuns(before, after, {
    metrics: diffedMetrics(before, after, metrics, tolerances),
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

function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new TfsweepError(`there is no ${what} '${name}'`, {hint: didYouMean(name, names)});
}

function metricsOrThrow(metrics: readonly string[] | undefined, ...runs: readonly RunResults[]): void {
  if (metrics?.length === 0)
    throw new TfsweepError('metrics names at least one', {hint: `such as ${TABLE_METRICS[0]}`});
  for (const name of metrics ?? []) refuse(askedMetricMistake(name, runs));
}

function refuse(mistake: AskedMistake | undefined): void {
  if (mistake) throw new TfsweepError(mistake.message, {hint: mistake.hint});
}

function conditionOf(text: string, names: readonly string[]): Condition {
  const condition = parseRunCondition(text, names);
  if ('message' in condition) throw new TfsweepError(condition.message, {hint: condition.hint});
  return condition;
}

function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (!tolerance)
    throw new TfsweepError(`'${text}' is no tolerance`, {hint: 'test_rmse=0.5, test_rmse=1%, or 1% for all metrics'});
  if (tolerance.metric !== null) refuse(metricNameMistake(tolerance.metric));
  return tolerance;
}
