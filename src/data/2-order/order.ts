import {bad, type Checked, good, type Problem} from '../../document/problem.js';
import {namedRows} from '../1-source/reading/named-rows.js';
import {someRows} from '../1-source/some-rows.js';
import type {SourceTable} from '../1-source/source.js';
import {DAY, HOUR} from '../lengths-of-time.js';
import {rowsByGroup} from '../rows-by-group.js';
import {knownValues, meanOf} from '../statistics.js';
import {orderOf, type TimeAxis, timeText} from '../time-axis.js';
import type {DuplicatesEntry} from './duplicates-option.js';

/** The rows of a series in an ordered table: from `begin` to before `end`. */
export interface SeriesRange {
  /** Empty where there is one series only. */
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** A table whose rows run forward in time, series after series. */
export interface OrderedTable extends SourceTable {
  readonly ranges: readonly SeriesRange[];
  /** Rows with a gap before them that no window spans. */
  readonly breaks: readonly number[];
  /** Whether rows were made that the source has not: its rows can't be counted in it. */
  readonly isMade: boolean;
}

/** Rows in their order, and where a row begins that has another time than the one before. */
interface Order {
  readonly rows: Int32Array;
  readonly starts: readonly number[];
}

const MOST_PROBLEMS = 5;
const CLOCK_HINT = 'where a clock was put back, set data.timeZone, such as Europe/Berlin';

/** A table in order: series after series, each forward in time, each time once. Newest-first rows are turned round. */
export function orderRows(table: SourceTable, duplicates: DuplicatesEntry): Checked<OrderedTable> {
  const {time, series} = table;
  if (!series && (!time || isStrict(time.values)))
    return good({...table, ranges: [{name: '', begin: 0, end: table.rows}], breaks: [], isMade: false});
  const problems: Problem[] = [];
  let turned = 0;
  const groups = rowsBySeries(table).map((rows, index) => {
    const name = series?.names[index];
    const ordered = orderOf(time ? Float64Array.from(rows, row => time.values[row]) : new Float64Array(rows.length));
    if (ordered === 'none' && time) problems.push(orderProblem(table, time, rows, name));
    if (ordered === 'descending') turned++;
    return ordered === 'descending' ? rows.reverse() : rows;
  });
  if (problems.length > 0) return bad(problems.slice(0, MOST_PROBLEMS));
  const note =
    turned === 0
      ? []
      : [`the newest rows come first${turned < groups.length ? ` in ${turned} series` : ''}; they were turned round`];
  return withoutDuplicates({...table, notes: [...table.notes, ...note]}, groups, duplicates);
}

function isStrict(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if (times[row] <= times[row - 1]) return false;
  return true;
}

/** The rows of each series, in the order of the file; all rows where there is one series. */
function rowsBySeries({rows, series}: SourceTable): Int32Array[] {
  return series ? rowsByGroup(series.of, series.names.length) : [new Int32Array(rows).map((_, row) => row)];
}

/** Where times first turn back. */
function orderProblem(table: SourceTable, time: TimeAxis, rows: Int32Array, name: string | undefined): Problem {
  const values = Float64Array.from(rows, row => time.values[row]);
  let falls = 0;
  for (let at = 1; at < values.length; at++) falls += Math.sign(values[at - 1] - values[at]);
  const isBackward = falls > 0;
  const at = values.findIndex(
    (value, index) => index > 0 && (isBackward ? value > values[index - 1] : value < values[index - 1]),
  );
  const [row, before] = [rows[at], rows[at - 1]];
  const isClock = time.unit === 'date' && time.zone === undefined && Math.abs(values[at] - values[at - 1]) <= HOUR;
  const sorted = `sort the file by time${name === undefined ? '; where it holds several series, name the column that tells them apart in data.series' : ''}`;
  return {
    message: `the time in row ${row + 1}, ${timeText(time, row)}, is ${isBackward ? 'after' : 'before'} the one in row ${before + 1}, ${timeText(time, before)}${name === undefined ? '' : `, of series '${name}'`}`,
    place: table.timePlace(row),
    hint: isClock ? `${CLOCK_HINT}; else sort the file by time` : sorted,
  };
}

/** The rows of all series, of each time one. */
function withoutDuplicates(
  table: SourceTable,
  groups: readonly Int32Array[],
  duplicates: DuplicatesEntry,
): Checked<OrderedTable> {
  const orders = groups.map(rows => orderWithStarts(rows, table.time?.values));
  const repeated = orders.reduce((sum, {rows, starts}) => sum + rows.length - starts.length, 0);
  const {time} = table;
  const problems =
    duplicates === 'error' && repeated > 0 && time ? duplicateProblems(table, time, orders, repeated) : [];
  if (problems.length > 0) return bad(problems);
  let begin = 0;
  const ranges = orders.map(({starts}, index) => {
    const range = {name: table.series?.names[index] ?? '', begin, end: begin + starts.length};
    begin = range.end;
    return range;
  });
  const kept = new Int32Array(begin);
  orders.forEach(({rows, starts}, index) => {
    starts.forEach((start, at) => {
      kept[ranges[index].begin + at] = chosenRow(rows.subarray(start, starts[at + 1]), duplicates);
    });
  });
  const one = someRows(table, kept);
  const note = repeated === 0 ? [] : [repeatedNote(repeated, duplicates)];
  const ordered = {...one, ranges, breaks: [], isMade: repeated > 0, notes: [...one.notes, ...note]};
  return good(repeated > 0 && duplicates === 'mean' ? withMeans(ordered, table, orders) : ordered);
}

function orderWithStarts(rows: Int32Array, times: Float64Array | undefined): Order {
  const starts: number[] = [];
  for (let at = 0; at < rows.length; at++)
    if (at === 0 || !times || times[rows[at]] !== times[rows[at - 1]]) starts.push(at);
  return {rows, starts};
}

/** Of rows with the same time, the one that is first or last in the file. */
function chosenRow(rows: Int32Array, duplicates: DuplicatesEntry): number {
  const isLast = duplicates === 'last';
  return rows.reduce((chosen, row) => ((isLast ? row > chosen : row < chosen) ? row : chosen));
}

function repeatedNote(count: number, duplicates: DuplicatesEntry): string {
  const taken = duplicates === 'mean' ? 'the mean of each is taken' : `the ${duplicates} of each is taken`;
  return count === 1 ? `1 row repeats a time: ${taken}` : `${count} rows repeat a time: ${taken}`;
}

/** The first rows that have the same time. */
function duplicateProblems(table: SourceTable, time: TimeAxis, orders: readonly Order[], repeated: number): Problem[] {
  for (const {rows, starts} of orders) {
    const at = starts.findIndex((start, index) => (starts[index + 1] ?? rows.length) - start > 1);
    if (at < 0) continue;
    const alike = [...rows.subarray(starts[at], starts[at + 1])].sort((a, b) => a - b);
    const more = repeated - 1;
    const rest = more === 0 ? '' : `, and ${more === 1 ? '1 more row repeats one' : `${more} more rows repeat one`}`;
    const isNamed = table.series !== undefined;
    const isClock = time.unit === 'date' && time.zone === undefined && time.values[alike[0]] % DAY !== 0;
    return [
      {
        message: `${namedRows(alike.slice(0, 2), 2)} have the same time, ${timeText(time, alike[0])}${rest}`,
        place: table.timePlace(alike[1]),
        hint: isNamed
          ? 'are there more series than data.series tells apart? else set data.duplicates to first, last or mean'
          : `where the file holds several series, name the column that tells them apart in data.series; ${isClock ? `${CLOCK_HINT}; ` : ''}else set data.duplicates to first, last or mean`,
      },
    ];
  }
  return [];
}

/** The mean of the rows of each time, of those that have a value. */
function withMeans(kept: OrderedTable, table: SourceTable, orders: readonly Order[]): OrderedTable {
  return {
    ...kept,
    numbers: position => {
      const all = table.numbers(position);
      if (!all.ok) return all;
      const means = new Float64Array(kept.rows);
      orders.forEach(({rows, starts}, index) => {
        starts.forEach((start, at) => {
          means[kept.ranges[index].begin + at] = meanOfKnown(all.value, rows.subarray(start, starts[at + 1]));
        });
      });
      return good(means);
    },
  };
}

function meanOfKnown(values: Float64Array, rows: Int32Array): number {
  return meanOf([...knownValues(Float64Array.from(rows, row => values[row]))]);
}
