import {bad, type Checked, good, type Place, type Problem} from '../document/problem.js';
import type {DataEntry} from './1-source/index.js';
import type {SourceTable} from './1-source/source.js';
import type {SourceContext} from './1-source/source-context.js';
import type {OrderedTable, SeriesRange} from './2-order/order.js';
import type {ChosenColumns} from './3-choose/choose-columns.js';
import type {Boundaries} from './4-split/split.js';
import {splitSeries} from './4-split/split-series.js';
import {fill, keptRows} from './5-fill/fill.js';
import type {PlannedFeature} from './6-features/plan-features.js';
import type {Column, Dataset, FeatureHoles} from './dataset.js';
import {keptBreaks, rangesOf, rowsOf, timesOf} from './kept-rows.js';
import {countMissing} from './statistics.js';
import type {TimeAxis} from './time-axis.js';

/** Rows without missing values, split. */
export interface CompleteRows {
  readonly columns: ReadonlyMap<string, Column>;
  /** Which rows of the table these are. */
  readonly kept: Int32Array;
  readonly series: readonly SeriesRange[];
  readonly breaks: readonly number[];
  readonly boundaries: readonly Boundaries[];
  readonly time: TimeAxis | undefined;
  readonly missing: Dataset['missing'];
  readonly notes: readonly string[];
  readonly holes?: FeatureHoles | undefined;
  /** Where a number is written; undefined for a column that the source has not. */
  place(row: number, name: string): Place | undefined;
}

/** Reads what is used of a table, splits it, and leaves no value missing. */
export function completeRows(
  table: OrderedTable,
  {data, fold}: {readonly data: DataEntry; readonly fold?: number | undefined},
  {
    chosen,
    features,
    names,
  }: {readonly chosen: ChosenColumns; readonly features: readonly PlannedFeature[]; readonly names: readonly string[]},
  context: SourceContext,
): Checked<CompleteRows> {
  const ofFeatures = features.flatMap(({uses}) => uses.map(name => table.names.indexOf(name)));
  const positions = [...chosen.inputs, ...chosen.targets.map(({position}) => position), ...ofFeatures];
  const read = readColumns(
    table,
    positions.filter(position => position >= 0 && position < table.names.length),
  );
  if (!read.ok) return read;
  const missing = 'missing' in data ? data.missing : 'error';
  const kept = keptRows(read.value, missing, table.rows);
  const columns = read.value.map(column => ({...column, values: rowsOf(column.values, kept)}));
  const series = rangesOf(table.ranges, kept);
  const time = timesOf(table.time, kept);
  const boundaries = splitSeries(series, data.split, {
    fold,
    time,
    place: (path = [], part) => context.place(['data', 'split', ...path], part),
  });
  const place = (row: number, column: number) => table.place(kept[row], columns[column].position);
  const trainEnds = series.map((range, index) => ({
    ...range,
    trainEnd: boundaries.ok ? boundaries.value[index].train.end : range.begin,
  }));
  const filled = fill(columns, missing, trainEnds, place);
  if (!filled.ok || !boundaries.ok) return bad([filled, boundaries].flatMap(one => (one.ok ? [] : one.problems)));
  const targets = chosen.targets.map(({position}) => names[position]);
  return good({
    columns: new Map(columns.map(({name}, index) => [name, {name, values: filled.value[index]}])),
    kept,
    series,
    breaks: keptBreaks(table.breaks, kept),
    boundaries: boundaries.value,
    time,
    missing: missingOf(read.value),
    notes: [...table.notes, ...missingNotes(columns, boundaries.value, table.rows - kept.length, targets)],
    place(row, name) {
      const column = columns.findIndex(one => one.name === name);
      return column < 0 ? undefined : place(row, column);
    },
  });
}

/** A column that is used, and its position in the source. */
interface UsedColumn extends Column {
  readonly position: number;
}

/** The numbers of the columns that are used; problems of the source are told with those of numbers. */
function readColumns(table: SourceTable, positions: readonly number[]): Checked<readonly UsedColumn[]> {
  const problems: Problem[] = [...table.problems];
  const columns = [...new Set(positions)].flatMap(position => {
    const values = table.numbers(position);
    if (!values.ok) problems.push(...values.problems);
    return values.ok ? [{name: table.names[position], values: values.value, position}] : [];
  });
  return problems.length > 0 ? bad(problems, ['missing values', 'splits']) : good(columns);
}

/** What was done about missing values: in how many rows, and how many of them are forecast in validation and test. */
function missingNotes(
  columns: readonly UsedColumn[],
  boundaries: readonly Boundaries[],
  dropped: number,
  targets: readonly string[],
): string[] {
  if (dropped > 0)
    return [`${dropped === 1 ? '1 row was' : `${dropped} rows were`} left out, in which a value is missing`];
  const filled = columns.reduce((sum, {values}) => sum + countMissing(values), 0);
  if (filled === 0) return [];
  const forecast = columns.filter(({name}) => targets.includes(name));
  const told = forecast
    .flatMap(({values}) => boundaries.map(({validation, test}) => values.subarray(validation.begin, test.end)))
    .reduce((sum, values) => sum + countMissing(values), 0);
  const counted = told > 0 ? `, ${told} of them targets in validation and test` : '';
  return [`${filled === 1 ? '1 missing value was' : `${filled} missing values were`} filled in${counted}`];
}

/** How many values the columns lack that lack any. */
function missingOf(columns: readonly Column[]): Record<string, number> {
  const counts = columns.map(({name, values}) => [name, countMissing(values)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
