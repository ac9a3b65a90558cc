import {bad, type Checked, good} from '../document/problem.js';
import type {SourceContext} from './1-source/source-context.js';
import type {SeriesRange} from './2-order/order.js';
import {bySplit, type Rows, SPLITS} from './4-split/split.js';
import {derivedColumns, segmentsOf} from './6-features/derive.js';
import type {FeatureFunctions, PlannedFeature} from './6-features/plan-features.js';
import type {CompleteRows} from './complete-rows.js';
import type {Column, FeatureHoles} from './dataset.js';
import {rowsOf, timesOf} from './kept-rows.js';
import {countMissing} from './statistics.js';
import {wallTimes} from './time-axis.js';

/** A feature with what it is worth in each row, a list for each of its columns. */
interface FeatureValues {
  readonly name: string;
  readonly values: readonly Float64Array[];
}

/** Adds features, and leaves out the rows in which one has no value. */
export function withFeatures(
  complete: CompleteRows,
  features: readonly PlannedFeature[],
  functions: FeatureFunctions,
  {place}: Pick<SourceContext, 'place'>,
): Checked<CompleteRows> {
  if (features.length === 0) return good(complete);
  const {columns, series, breaks, boundaries, time, kept} = complete;
  const rows = kept.length;
  const segments = segmentsOf(series, breaks);
  const derived = derivedColumns(features, functions, {
    columns: new Map([...columns].map(([name, {values}]) => [name, values])),
    rows,
    segments,
    wall: time && wallTimes(time),
  });
  const ahead = new Set(features.flatMap(({columns: own, isKnownAhead}) => (isKnownAhead ? own : [])));
  const made = [...derived].map(
    ([name, values]): Column => ({name, values, ...(ahead.has(name) ? {isKnownAhead: true} : {})}),
  );
  const known = new Int32Array(rows)
    .map((_, row) => row)
    .filter(row => made.every(({values}) => !Number.isNaN(values[row])));
  const left = rows - known.length;
  const all = new Map([...columns, ...made.map(column => [column.name, column] as const)]);
  if (left === 0) return good({...complete, columns: all});
  const before = countsBefore(known, rows);
  const cut = boundaries.map(one => bySplit(split => ({begin: before[one[split].begin], end: before[one[split].end]})));
  const worth = features.map(
    ({name, columns: own}): FeatureValues => ({name, values: own.flatMap(column => derived.get(column) ?? [])}),
  );
  const empty = SPLITS.find(split => cut.some(one => one[split].begin >= one[split].end));
  if (empty) {
    const {name, count} = fewestValues(worth);
    return bad([
      {
        message: `no row of the ${empty} split is left in which all features have a value: '${name}' has ${count === 0 ? 'none in any row' : `${count} values in all`}`,
        place: place(['features', name], 'key'),
        hint: 'shorter features, or more data',
      },
    ]);
  }
  return good({
    ...complete,
    columns: new Map([...all].map(([name, column]) => [name, {...column, values: rowsOf(column.values, known)}])),
    kept: known.map(row => kept[row]),
    series: series.map(({name, begin, end}) => ({name, begin: before[begin], end: before[end]})),
    breaks: breaksAmong(known, before, {series, breaks}),
    boundaries: cut,
    time: timesOf(time, known),
    notes: [
      ...complete.notes,
      `${left === 1 ? '1 row was' : `${left} rows were`} left out, in which a feature has no value`,
    ],
    holes: holesOf(worth, segments, row => kept[row] + 1),
    place: (row, name) => complete.place(known[row], name),
  });
}

/** The known rows, as they are counted then, that have a gap before them: one that was there, or rows that were left out. */
function breaksAmong(
  known: Int32Array,
  before: Int32Array,
  {series, breaks}: {readonly series: readonly SeriesRange[]; readonly breaks: readonly number[]},
): number[] {
  const isBreak = new Set(breaks);
  return series.flatMap(({begin, end}) => {
    const found: number[] = [];
    for (let at = before[begin] + 1; at < before[end]; at++)
      if (known[at] > known[at - 1] + 1 || isBreak.has(known[at])) found.push(at);
    return found;
  });
}

/** The feature that has the fewest values, and how many these are. */
function fewestValues(features: readonly FeatureValues[]): {readonly name: string; readonly count: number} {
  const counts = features.flatMap(({name, values}) =>
    values.map(own => ({name, count: own.length - countMissing(own)})),
  );
  return counts.reduce((least, one) => (one.count < least.count ? one : least));
}

/** Rows in which a feature has no value although it had one before: not for want of rows before them. */
function holesOf(
  features: readonly FeatureValues[],
  segments: readonly Rows[],
  numberOf: (row: number) => number,
): FeatureHoles | undefined {
  let found: FeatureHoles | undefined;
  for (const {begin, end} of segments) {
    const began = new Set<FeatureValues>();
    for (let row = begin; row < end; row++)
      for (const feature of features) {
        if (feature.values.every(values => !Number.isNaN(values[row]))) began.add(feature);
        else if (began.has(feature)) {
          found = found ? {...found, rows: found.rows + 1} : {feature: feature.name, row: numberOf(row), rows: 1};
          break;
        }
      }
  }
  return found;
}

/** How many of the known rows lie before each row. */
function countsBefore(known: Int32Array, rows: number): Int32Array {
  const counts = new Int32Array(rows + 1);
  for (const row of known) counts[row + 1] = 1;
  for (let row = 0; row < rows; row++) counts[row + 1] += counts[row];
  return counts;
}
