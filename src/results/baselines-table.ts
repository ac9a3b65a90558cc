import {meanOf} from '../data/statistics.js';
import {moreIsBetter} from '../experiment/table-metrics.js';
import {BASELINE_NAMES, type BaselineName} from '../training/baselines/index.js';
import {bestFirst, measuredMetric} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** A baseline on the data and windows of some combinations. */
export interface BaselineRow {
  readonly name: BaselineName;
  /** Rows of a season, where it has one, and the same one everywhere. */
  readonly season: number | null;
  /** Its mean over the combinations; null where it isn't known for all of them. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** The baselines of a run's combinations, in the order in which tables have them. */
export function baselineRows(results: RunResults, metrics: readonly string[]): readonly BaselineRow[] {
  const rows = BASELINE_NAMES.flatMap((name): BaselineRow[] => {
    const own = results.baselines.filter(({record}) => record.name === name);
    if (own.length === 0) return [];
    const [{record: first}] = own;
    const season = own.every(({record}) => record.season === first.season) ? (first.season ?? null) : null;
    return [
      {
        name,
        season,
        metrics: Object.fromEntries(metrics.map(metric => [metric, baselineMean(results, name, metric)])),
      },
    ];
  });
  const [own, seen] = ['autoregression', 'least-squares'].map(name => rows.find(row => row.name === name));
  // Where networks see the target alone, both are the same.
  const isSame = own && seen && metrics.every(metric => isNear(own.metrics[metric], seen.metrics[metric]));
  return isSame ? rows.filter(row => row !== seen) : rows;
}

function isNear(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other));
}

/** The mean of a baseline over the combinations of a run; null where it isn't known for all of them. */
export function baselineMean(results: RunResults, name: BaselineName, metric: string): number | null {
  const values = results.baselines
    .filter(({record}) => record.name === name)
    .flatMap(({record, combinations}) => combinations.map(() => measuredMetric(record, metric)));
  const known = values.filter(value => value !== null);
  return known.length > 0 && known.length === results.combinations.length ? meanOf(known) : null;
}

/** The baseline that is best by a metric, and its value; undefined where none is known. */
export function bestBaseline(
  results: RunResults,
  metric: string,
): {readonly name: BaselineName; readonly value: number} | undefined {
  const known = BASELINE_NAMES.flatMap(name => {
    const value = baselineMean(results, name, metric);
    return value === null ? [] : [{name, value}];
  });
  return known.toSorted((one, other) => bestFirst(metric)(one.value, other.value))[0];
}

/** Whether a value is better than another. */
export function isBetter(metric: string, one: number, other: number): boolean {
  return moreIsBetter(metric) ? one > other : one < other;
}
