import {meanOf} from '../data/statistics.js';
import type {ParameterValues} from '../document/references.js';
import {moreIsBetter} from '../experiment/table-metrics.js';
import {BASELINE_NAMES, type BaselineName} from '../training/baselines/index.js';
import {bestFirst, measuredMetric} from './metric-path.js';
import type {RowGroup} from './row-groups.js';
import {onlyCombinations, type RunResults} from './run-results.js';

/** A baseline on the data and windows of some rows of a table. */
export interface BaselineRow {
  readonly name: BaselineName;
  /** Rows of a season, where it has one, and the same one everywhere. */
  readonly season: number | null;
  /** The parameters that tell the rows from others whose data or windows are other ones; none where there are no others. */
  readonly of: ParameterValues;
  /** Its mean over the combinations; null where it isn't known for all of them. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Rows of a table for which a baseline has the same numbers. */
interface SameNumbers {
  readonly rows: readonly RowGroup[];
  readonly results: RunResults;
}

/** With more different ones of a name than these, a table would be of baselines: they are averaged. */
const MOST_GROUPS = 4;

/** The baselines of the rows of a table, in the order in which tables have them: each once for all rows for which it is the same. */
export function baselineRows(
  results: RunResults,
  rows: readonly RowGroup[],
  metrics: readonly string[],
): readonly BaselineRow[] {
  const ofRows = rows.map(row => ({
    rows: [row],
    results: onlyCombinations(results, parameters => row.combinations.has(parameters)),
  }));
  const all = BASELINE_NAMES.flatMap(name => rowsOfName(name, results, ofRows, metrics));
  const seen = all.filter(({name}) => name === 'least-squares');
  const own = all.filter(({name}) => name === 'autoregression');
  // Where networks see the target alone, both are the same.
  const isSame =
    seen.length === own.length &&
    seen.every((row, index) => metrics.every(metric => isNear(own[index].metrics[metric], row.metrics[metric])));
  return isSame ? all.filter(({name}) => name !== 'least-squares') : all;
}

function rowsOfName(
  name: BaselineName,
  results: RunResults,
  ofRows: readonly SameNumbers[],
  metrics: readonly string[],
): readonly BaselineRow[] {
  const groups = sameNumbers(name, ofRows, metrics);
  const shown = groups.length > MOST_GROUPS ? [{rows: groups.flatMap(({rows}) => rows), results}] : groups;
  const telling = shown.length > 1 ? tellingParameters(shown) : [];
  return shown.flatMap((group): BaselineRow[] => {
    const own = group.results.baselines.filter(({record}) => record.name === name);
    const values = metrics.map(metric => [metric, baselineMean(group.results, name, metric)] as const);
    // What only some combinations have is no number of all.
    if (own.length === 0 || values.every(([, value]) => value === null)) return [];
    const [{record: first}] = own;
    const season = own.every(({record}) => record.season === first.season) ? (first.season ?? null) : null;
    const {parameters} = group.rows[0];
    const of = Object.fromEntries(telling.map(parameter => [parameter, parameters[parameter]]));
    return [{name, season, of, metrics: Object.fromEntries(values)}];
  });
}

function sameNumbers(
  name: BaselineName,
  ofRows: readonly SameNumbers[],
  metrics: readonly string[],
): readonly SameNumbers[] {
  const groups = new Map<string, {readonly rows: RowGroup[]; readonly results: RunResults}>();
  for (const {rows, results} of ofRows) {
    const values = metrics.map(metric => baselineMean(results, name, metric)?.toPrecision(9) ?? null);
    const key = JSON.stringify(values);
    const known = groups.get(key);
    if (known) known.rows.push(...rows);
    else groups.set(key, {rows: [...rows], results});
  }
  return [...groups.values()];
}

/** The parameters that have one value in each group, and not the same one in all. */
function tellingParameters(groups: readonly SameNumbers[]): readonly string[] {
  const text = ({parameters}: RowGroup, name: string) => JSON.stringify(parameters[name] ?? null);
  return Object.keys(groups[0].rows[0].parameters).filter(name => {
    const firsts = groups.map(({rows: [first]}) => text(first, name));
    return new Set(firsts).size > 1 && groups.every(({rows}, at) => rows.every(row => text(row, name) === firsts[at]));
  });
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
