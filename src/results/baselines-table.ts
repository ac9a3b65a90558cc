import {meanOf} from '../data/statistics.js';
import {canonicalJson, distinct} from '../document/content-hash.js';
import {groupBy} from '../document/group-by.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {BaselineRecord} from '../run/records/baseline-record.js';
import {BASELINE_NAMES, type BaselineName} from '../training/baselines/index.js';
import {bestFirst, measuredMetric} from './metric-path.js';
import type {RowGroup} from './row-groups.js';
import type {RunResults} from './run-results.js';

/** A baseline on the data and windows of some rows of a table. */
export interface BaselineRow {
  readonly name: BaselineName;
  /** Rows of a season, where it has one, and the same one everywhere. */
  readonly season: number | null;
  /** The values of parameters that tell the rows from others whose data or windows are other ones; none where there are no others. */
  readonly of: Readonly<Record<string, readonly unknown[]>>;
  /** Its mean over the combinations; null where it isn't known for all of them. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** With more different ones of a name than these, a table would be of baselines: they are averaged. */
const MOST_GROUPS = 4;

/** The baselines of the rows of a table, in the order in which tables have them: each once for all rows for which it is the same. */
export function baselineRows(
  results: RunResults,
  rows: readonly RowGroup[],
  metrics: readonly string[],
): readonly BaselineRow[] {
  const all = BASELINE_NAMES.flatMap(name => rowsOfName(name, results, rows, metrics));
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
  rows: readonly RowGroup[],
  metrics: readonly string[],
): readonly BaselineRow[] {
  if (!placesOf(results).has(name)) return [];
  // Many rows have the same records, and so the same numbers.
  const numbers = new Map<string, string>();
  const numbersOf = ({combinations}: RowGroup) =>
    remembered(numbers, JSON.stringify([placesIn(results, name, combinations), [...combinations].length]), () =>
      JSON.stringify(metrics.map(metric => baselineMean(results, name, metric, combinations)?.toPrecision(9) ?? null)),
    );
  const groups = [...groupBy(rows, numbersOf).values()];
  const telling = groups.length === 1 ? [] : tellingParameters(groups);
  // Of what has no name of its own nobody could tell which rows it is beside.
  const isAveraged = groups.length > MOST_GROUPS || (groups.length > 1 && telling.length === 0);
  return (isAveraged ? [rows] : groups).flatMap((group): BaselineRow[] => {
    const combinations = isAveraged ? results.combinations : group[0].combinations;
    const values = metrics.map(metric => [metric, baselineMean(results, name, metric, combinations)] as const);
    // What only some combinations have is no number of all.
    if (values.every(([, value]) => value === null)) return [];
    const seasons = new Set(baselineRecords(results, name, combinations).map(({season}) => season));
    const [season = null] = seasons.size === 1 ? seasons : [];
    const of = isAveraged ? {} : Object.fromEntries(telling.map(parameter => [parameter, valuesOf(group, parameter)]));
    return [{name, season, of, metrics: Object.fromEntries(values)}];
  });
}

/** The parameters of which no value is in two groups: those that have one value in each, if there are any. */
function tellingParameters(groups: readonly (readonly RowGroup[])[]): readonly string[] {
  const names = Object.keys(groups[0]?.[0]?.parameters ?? {}).filter(name => isTelling(name, groups));
  const single = names.filter(name => groups.every(group => valuesOf(group, name).length === 1));
  return single.length > 0 ? single : names.slice(0, 1);
}

function isTelling(name: string, groups: readonly (readonly RowGroup[])[]): boolean {
  const groupOf = new Map<unknown, number>();
  return groups.every((group, index) =>
    group.every(({parameters: {[name]: value = null}}) => {
      const key = typeof value === 'object' ? canonicalJson(value) : value;
      const known = groupOf.get(key) ?? index;
      groupOf.set(key, index);
      return known === index;
    }),
  );
}

/** The values of a parameter in some rows. */
function valuesOf(rows: readonly RowGroup[], name: string): readonly unknown[] {
  return distinct(rows.map(({parameters}) => parameters[name]));
}

function isNear(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other));
}

/** For each baseline the places of the records of combinations: a run has many rows, and each asks for its own. */
type PlacesByName = ReadonlyMap<BaselineName, ReadonlyMap<ParameterValues, number>>;

const indexed = new WeakMap<RunResults['baselines'], PlacesByName>();

function placesOf({baselines}: RunResults): PlacesByName {
  return remembered(indexed, baselines, () => {
    const made = new Map<BaselineName, Map<ParameterValues, number>>();
    baselines.forEach(({record: {name}, combinations}, place) => {
      const own = remembered(made, name, () => new Map<ParameterValues, number>());
      for (const parameters of combinations) own.set(parameters, place);
    });
    return made;
  });
}

/** The places of a baseline's records that some combinations have, one for each of them, in order. */
function placesIn(results: RunResults, name: BaselineName, combinations: Iterable<ParameterValues>): readonly number[] {
  const places = placesOf(results).get(name);
  if (!places) return [];
  return [...combinations].flatMap(parameters => places.get(parameters) ?? []).sort((one, other) => one - other);
}

/** The records of a baseline that some combinations have, one for each of them, in the order of the records. */
export function baselineRecords(
  results: RunResults,
  name: BaselineName,
  combinations: Iterable<ParameterValues>,
): readonly BaselineRecord[] {
  return placesIn(results, name, combinations).map(place => results.baselines[place].record);
}

/** The mean of a baseline over some combinations of a run, all without these; null where it isn't known for each of them. */
export function baselineMean(
  results: RunResults,
  name: BaselineName,
  metric: string,
  combinations: Iterable<ParameterValues> = results.combinations,
): number | null {
  const wanted = [...combinations];
  const known = baselineRecords(results, name, wanted).flatMap(record => measuredMetric(record, metric) ?? []);
  return known.length > 0 && known.length === wanted.length ? meanOf(known) : null;
}

/** The baseline that is best by a metric on some combinations, and its value; undefined where none is known. */
export function bestBaseline(
  results: RunResults,
  metric: string,
  combinations: Iterable<ParameterValues>,
): {readonly name: BaselineName; readonly value: number} | undefined {
  const known = BASELINE_NAMES.flatMap(name => {
    const value = baselineMean(results, name, metric, combinations);
    return value === null ? [] : [{name, value}];
  });
  const best = known.toSorted((one, other) => bestFirst(metric)(one.value, other.value))[0];
  // Of those that are as good, but for rounding, the one that tables show.
  return best && known.find(({value}) => isNear(value, best.value));
}
