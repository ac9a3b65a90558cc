import {objectSchema, optional, type Static} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {DAY, HOUR, WEEK} from '../lengths-of-time.js';
import {knownValues} from '../statistics.js';
import {type TimeAxis, wallTimes} from '../time-axis.js';
import {clockOf} from '../zone-clock.js';
import {type CandlePart, candleColumns, isAdjustedClose, isVolume} from './candle-columns.js';
import {type Duration, durationOf, durationText} from './duration.js';
import type {OrderedTable} from './order.js';
import {monthOf} from './steps.js';

const HOW = ['mean', 'sum', 'last', 'first', 'min', 'max'] as const;
export type How = (typeof HOW)[number];

const resampleSchema = objectSchema({
  every: {...durationText, description: 'How long a row lasts: 1h, 1d, 1w, 1mo. Weeks begin on Monday.'},
  // A default below alternatives is filled in by nobody.
  how: optional({
    type: 'string',
    enum: ['auto', ...HOW],
    description:
      "What is made of a column's rows: auto takes the first open, the highest high, the lowest low, the last close and the sum of volume where columns are candles, and the mean of other columns; auto where it is left out.",
  }),
});

/** `data.resample`, an option of sources that have times. */
export const resampleOption = optional({
  oneOf: [durationText, resampleSchema],
  description:
    'Makes one row of all rows within a length of time: 1d, or {every: 1d, how: last}. The new row has the time at which the length begins. If there are no rows, none is made.',
} as const);

export type ResampleEntry = string | Static<typeof resampleSchema>;

/** A table with one row for each length of time in which it has rows. */
export function resampled(table: OrderedTable, entry: ResampleEntry, place: Place): Checked<OrderedTable> {
  const {time} = table;
  const {every, how = 'auto'} = typeof entry === 'string' ? {every: entry} : entry;
  if (time?.unit !== 'date')
    return bad([{message: 'rows without dates can not be resampled', place, hint: 'name their column in data.time'}]);
  const duration = durationOf(every);
  const starts: number[] = [];
  const times: number[] = [];
  const ranges = table.ranges.map(({name, begin, end}) => {
    const first = starts.length;
    for (let row = begin; row < end; row++) {
      const bin = binOf(time, row, duration);
      if (row > begin && bin === times[times.length - 1]) continue;
      starts.push(row);
      times.push(bin);
    }
    return {name, begin: first, end: starts.length};
  });
  const ends = starts.map((_, row) => starts[row + 1] ?? table.rows);
  const ways = waysOf(table.names, how);
  return good({
    ...table,
    rows: starts.length,
    ranges,
    numbers: position => {
      const all = table.numbers(position);
      if (!all.ok) return all;
      const combine = WAYS[ways[position]];
      return good(
        Float64Array.from(starts, (start, row) => combineKnown(all.value.subarray(start, ends[row]), combine)),
      );
    },
    place: (row, position) => table.place(starts[row], position),
    timePlace: row => table.timePlace(starts[row]),
    time: {...time, values: Float64Array.from(times)},
    series: undefined,
    isMade: true,
    notes: [...table.notes, `${table.rows} rows were made ${starts.length}, one for every ${every}`],
  });
}

/**
 * The beginning of the length of time that a row lies in, on the clock of its zone. Where that comes twice, since the clock was
 * put back, it is the first one; but an hour or less may lie in either of them.
 */
function binOf(axis: TimeAxis, row: number, {unit, size}: Duration): number {
  const wall = wallTimes(axis)[row];
  const start = unit === 'months' ? beginOfMonths(wall, size) : beginOf(wall, size);
  if (axis.zone === undefined) return start;
  const isShort = unit === 'milliseconds' && size <= HOUR;
  return isShort ? start - (wall - axis.values[row]) : clockOf(axis.zone).firstTimeOf(start);
}

/** 5 January 1970 was the first Monday. */
const FIRST_MONDAY = 4 * DAY;

function beginOf(time: number, size: number): number {
  const origin = size % WEEK === 0 ? FIRST_MONDAY : 0;
  return Math.floor((time - origin) / size) * size + origin;
}

function beginOfMonths(time: number, size: number): number {
  const month = Math.floor(monthOf(time) / size) * size;
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

const OF_CANDLES: Readonly<Record<CandlePart, How>> = {
  open: 'first',
  high: 'max',
  low: 'min',
  close: 'last',
  volume: 'sum',
};

/** How each column is combined. */
function waysOf(names: readonly string[], how: 'auto' | How): readonly How[] {
  if (how !== 'auto') return names.map(() => how);
  const ways: How[] = names.map(() => 'mean');
  const candles = candleColumns(names);
  if (!candles) return ways;
  // What else is a price of the end, or a volume, beside candles.
  names.forEach((name, position) => {
    if (isAdjustedClose(name)) ways[position] = 'last';
    if (isVolume(name)) ways[position] = 'sum';
  });
  for (const [part, position] of candles) ways[position] = OF_CANDLES[part];
  return ways;
}

const WAYS: Readonly<Record<How, (values: Float64Array) => number>> = {
  mean: values => sumOf(values) / values.length,
  sum: sumOf,
  last: values => values[values.length - 1],
  first: values => values[0],
  min: values => values.reduce((least, value) => Math.min(least, value)),
  max: values => values.reduce((most, value) => Math.max(most, value)),
};

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Missing values are left out; of nothing comes nothing. */
function combineKnown(values: Float64Array, combine: (values: Float64Array) => number): number {
  const known = knownValues(values);
  return known.length === 0 ? Number.NaN : combine(known);
}
