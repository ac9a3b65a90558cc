import {bad, type Checked, good, type Problem} from '../../document/problem.js';
import {namedRows} from '../1-source/reading/named-rows.js';
import {someRows} from '../1-source/some-rows.js';
import type {SourceTable} from '../1-source/source.js';
import {orderOf, type TimeAxis, timeText} from '../time-axis.js';
import type {DuplicatesEntry} from './duplicates-option.js';

const HOUR = 3_600_000;

/** A table whose rows run forward in time, each time once; newest-first rows are turned round. */
export function orderRows(table: SourceTable, duplicates: DuplicatesEntry): Checked<SourceTable> {
  const {time} = table;
  if (!time || time.values.length < 2) return good(table);
  switch (orderOf(time.values)) {
    case 'none':
      return bad([orderProblem(table, time)]);
    case 'ascending':
      return isStrict(time.values) ? good(table) : withoutDuplicates(table, time, rowsOf(time), duplicates);
    case 'descending':
      return withoutDuplicates(
        {...table, notes: [...table.notes, 'the newest rows come first; they were turned round']},
        time,
        rowsOf(time).reverse(),
        duplicates,
      );
  }
}

function isStrict(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) if (times[row] === times[row - 1]) return false;
  return true;
}

function rowsOf({values}: TimeAxis): Int32Array {
  return new Int32Array(values.length).map((_, row) => row);
}

/** Where times first turn back. */
function orderProblem(table: SourceTable, time: TimeAxis): Problem {
  const {values} = time;
  let falls = 0;
  for (let at = 1; at < values.length; at++) falls += Math.sign(values[at - 1] - values[at]);
  const isBackward = falls > 0;
  const row = values.findIndex(
    (value, index) => index > 0 && (isBackward ? value > values[index - 1] : value < values[index - 1]),
  );
  const step = Math.abs(values[row] - values[row - 1]);
  const isClock = time.unit === 'date' && time.zone === undefined && step <= HOUR && step < 24 * HOUR;
  return {
    message: `the time in row ${row + 1}, ${timeText(time, row)}, is ${isBackward ? 'after' : 'before'} the one in row ${row}, ${timeText(time, row - 1)}`,
    place: table.timePlace(row),
    hint: isClock
      ? 'where a clock was put back, set data.timeZone, such as Europe/Berlin; else sort the file by time'
      : 'sort the file by time; where it holds several series, name the column that tells them apart in data.series',
  };
}

/** Rows in order, and of each time one row. */
function withoutDuplicates(
  table: SourceTable,
  time: TimeAxis,
  order: Int32Array,
  duplicates: DuplicatesEntry,
): Checked<SourceTable> {
  const {values} = time;
  const isNew = (index: number) => index === 0 || values[order[index]] !== values[order[index - 1]];
  const starts = Int32Array.from(order.keys()).filter(isNew);
  if (starts.length === order.length) return good(order[0] === 0 ? table : someRows(table, order));
  if (duplicates === 'error') return bad([duplicateProblem(table, time, order, starts)]);
  const end = (group: number) => starts[group + 1] ?? order.length;
  // In the file's own order, the first one of rows that were turned round is the last one here.
  const isTurned = order[0] !== 0;
  const kept = starts.map((start, group) =>
    (duplicates === 'last') !== isTurned ? order[end(group) - 1] : order[start],
  );
  const one = someRows(table, kept);
  const note = `${order.length - starts.length} rows repeat a time: ${duplicates === 'mean' ? 'the mean' : `the ${duplicates}`} of each is taken`;
  const noted = {...one, notes: [...one.notes, note]};
  return good(duplicates === 'mean' ? withMeans(noted, table, order, starts) : noted);
}

function duplicateProblem(table: SourceTable, time: TimeAxis, order: Int32Array, starts: Int32Array): Problem {
  const isStart = new Set(starts);
  const first = order.findIndex((_, index) => !isStart.has(index));
  const rows = [order[first - 1], order[first]].sort((a, b) => a - b);
  const more = order.length - starts.length - 1;
  return {
    message: `${namedRows(rows, 2)} have the same time, ${timeText(time, order[first])}${more > 0 ? `, and ${more === 1 ? '1 more row repeats one' : `${more} more rows repeat one`}` : ''}`,
    place: table.timePlace(rows[1]),
    hint: 'where the file holds several series, name the column that tells them apart in data.series; else set data.duplicates to first, last or mean',
  };
}

/** The mean of the rows of each time, of those that have a value. */
function withMeans(kept: SourceTable, table: SourceTable, order: Int32Array, starts: Int32Array): SourceTable {
  return {
    ...kept,
    numbers: position => {
      const all = table.numbers(position);
      if (!all.ok) return all;
      return good(
        Float64Array.from(starts, (start, group) => {
          let sum = 0;
          let count = 0;
          for (let index = start; index < (starts[group + 1] ?? order.length); index++) {
            const value = all.value[order[index]];
            if (Number.isNaN(value)) continue;
            sum += value;
            count++;
          }
          return sum / count;
        }),
      );
    },
  };
}
