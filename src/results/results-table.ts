import type {TrialRecord} from '../run/journal.js';
import {moreIsBetter} from '../training/metrics/index.js';
import {metricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';
import {type Summary, summarize} from './summary.js';

export interface TableOptions {
  /** Parameters that make a row; the others are averaged over. Without it: all. */
  readonly by: readonly string[] | undefined;
  /** Shown in this order; the first one decides which row is best. */
  readonly metrics: readonly string[];
  /** A metric or parameter; metrics best first. Without it: the order of the plan. */
  readonly sort: string | undefined;
}

/** One combination of parameters, over its seeds. */
export interface ResultsRow {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Trials that were planned for this row, finished ones and failed ones. */
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly metrics: Readonly<Record<string, Summary>>;
  readonly best: boolean;
}

export interface ResultsTable {
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  readonly rows: readonly ResultsRow[];
}

/** One row per combination of parameters: mean and standard deviation of each metric over the trials in it. */
export function resultsTable({manifest, trials}: RunResults, {by, metrics, sort}: TableOptions): ResultsTable {
  const names = by ?? manifest.parameterNames;
  const keyOf = (parameters: Readonly<Record<string, unknown>>) =>
    JSON.stringify(names.map(name => parameters[name] ?? null));
  const groups = new Map<string, {parameters: Record<string, unknown>; planned: number; trials: TrialRecord[]}>();
  for (const {parameters} of manifest.experiment.resolved) {
    const key = keyOf(parameters);
    const group = groups.get(key) ?? {
      parameters: Object.fromEntries(names.map(name => [name, parameters[name]])),
      planned: 0,
      trials: [],
    };
    group.planned += manifest.seeds;
    groups.set(key, group);
  }
  for (const trial of trials) groups.get(keyOf(trial.parameters))?.trials.push(trial);
  const rows = [...groups.values()].map(group => ({
    parameters: group.parameters,
    planned: group.planned,
    finished: group.trials.filter(({status}) => status === 'finished').length,
    failed: group.trials.filter(({status}) => status === 'failed').length,
    metrics: Object.fromEntries(
      metrics.map(metric => [metric, summarize(group.trials.map(trial => metricOf(trial, metric)))]),
    ),
  }));
  const best = bestRow(rows, metrics[0]);
  const table = {parameterNames: names, metrics, rows: rows.map((row, index) => ({...row, best: index === best}))};
  return sort === undefined ? table : sortTable(table, sort);
}

function bestRow(rows: readonly Pick<ResultsRow, 'metrics'>[], metric: string): number {
  const sign = moreIsBetter(metric) ? -1 : 1;
  let best = -1;
  rows.forEach(({metrics}, index) => {
    const mean = metrics[metric].mean;
    const champion = best < 0 ? null : rows[best].metrics[metric].mean;
    if (mean !== null && (champion === null || sign * mean < sign * champion)) best = index;
  });
  // A best of one is no news.
  return rows.filter(row => row.metrics[metric].mean !== null).length > 1 ? best : -1;
}

/** By one of its metrics, best first, or by a parameter. */
export function sortTable(table: ResultsTable, by: string): ResultsTable {
  const sign = moreIsBetter(by) ? -1 : 1;
  const value = (row: ResultsRow) => row.metrics[by].mean ?? sign * Number.POSITIVE_INFINITY;
  const order = table.metrics.includes(by)
    ? (a: ResultsRow, b: ResultsRow) => sign * (value(a) - value(b)) || 0
    : (a: ResultsRow, b: ResultsRow) => compareValues(a.parameters[by], b.parameters[by]);
  return {...table, rows: [...table.rows].sort(order)};
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
