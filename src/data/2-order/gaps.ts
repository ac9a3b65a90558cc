import {optional} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {someRows} from '../1-source/some-rows.js';
import {DAY} from '../lengths-of-time.js';
import type {TimeAxis} from '../time-axis.js';
import {clockOf} from '../zone-clock.js';
import {type Duration, durationOf, durationText} from './duration.js';
import type {OrderedTable, SeriesRange} from './order.js';
import {monthOf, type Steps, stepsOf, stepTimes} from './steps.js';

/** `data.gaps`, an option of sources that have times. */
export const gapsOption = {
  type: 'string',
  enum: ['keep', 'forward-fill', 'drop-windows'],
  alsoCalled: {
    keep: {others: ['ignore', 'none']},
    'forward-fill': {pandas: ['ffill', 'pad']},
    'drop-windows': {others: ['drop']},
  },
  default: 'keep',
  description:
    'What to do if rows are missing. keep: use the rows as if there were no gap. forward-fill: insert rows that repeat the values before. drop-windows: leave out windows that span a gap longer than maxGap.',
} as const;

/** `data.maxGap`, an option of sources that have times. */
export const maxGapOption = optional({
  ...durationText,
  description:
    'The longest step between two rows that is not a gap. No window spans a longer step (drop-windows), and a longer step is not filled (forward-fill). Without it: the usual step for drop-windows, and no limit for forward-fill.',
} as const);

export interface GapsEntry {
  readonly gaps: (typeof gapsOption.enum)[number];
  readonly maxGap?: string;
}

/** A table with gaps that are filled, or that no window spans. */
export function withGaps(table: OrderedTable, {gaps, maxGap}: GapsEntry, place: Place): Checked<OrderedTable> {
  if (gaps === 'keep') return good(table);
  const {time, ranges} = table;
  const steps = time?.unit === 'date' ? ranges.map(range => stepsOf(time, [range])) : [];
  if (!time || steps.every(one => one === undefined))
    return bad([{message: 'rows without dates have no gaps', place, hint: 'name their column in data.time'}]);
  const most = maxGap === undefined ? undefined : durationOf(maxGap);
  const series = ranges.flatMap((range, index) => {
    const own = steps[index];
    return [{range, steps: own, times: own ? stepTimes(time, own) : time.values}];
  });
  if (gaps === 'drop-windows') return good(withBreaks(table, series, most));
  if (countFilled(series, most) < MOST_ROWS) return good(filled(table, time, series, most));
  const message = `with its gaps filled, the data would have more than ${MOST_ROWS.toLocaleString('en')} rows`;
  return bad([{message, place, hint: 'resample it, or set data.maxGap'}]);
}

/** A series with its steps, if it has more than one row, and the times that these are measured by. */
interface StepsOfSeries {
  readonly range: SeriesRange;
  readonly steps: Steps | undefined;
  readonly times: Float64Array;
}

/** Rows with a longer step before them are breaks. */
function withBreaks(table: OrderedTable, series: readonly StepsOfSeries[], most: Duration | undefined): OrderedTable {
  const breaks: number[] = [];
  for (const {range, steps, times} of series)
    for (let row = range.begin + 1; row < range.end; row++)
      if (steps && isLonger(times[row - 1], times[row], most ?? steps.usual, steps.isMonthEnd)) breaks.push(row);
  const note = `no window spans ${breaks.length === 1 ? 'the gap' : `one of ${breaks.length} gaps`}`;
  return {...table, breaks, notes: breaks.length > 0 ? [...table.notes, note] : table.notes};
}

function isLonger(before: number, after: number, {unit, size}: Duration, isMonthEnd: boolean): boolean {
  return after > (unit === 'months' ? plusMonths(before, size, isMonthEnd) : before + size);
}

/** The same day some months later, or the last one of that month. */
function plusMonths(time: number, months: number, isMonthEnd: boolean): number {
  const date = new Date(time);
  const month = monthOf(time) + months;
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  const day = isMonthEnd ? last : Math.min(date.getUTCDate(), last);
  return Date.UTC(Math.floor(month / 12), month % 12, day) + (((time % DAY) + DAY) % DAY);
}

/** More rows than this are surely not meant. */
const MOST_ROWS = 20_000_000;

/** About how many rows there would be with gaps filled. */
function countFilled(series: readonly StepsOfSeries[], most: Duration | undefined): number {
  let count = 0;
  for (const {range, steps, times} of series) {
    count += range.end - range.begin;
    if (!steps) continue;
    const size = steps.usual.size * (steps.usual.unit === 'months' ? 28 * DAY : 1);
    for (let row = range.begin + 1; row < range.end; row++)
      if (!most || !isLonger(times[row - 1], times[row], most, steps.isMonthEnd))
        count += Math.floor((times[row] - times[row - 1]) / size);
  }
  return count;
}

/** Rows that repeat the one before, one for each usual step that is missing. */
function filled(
  table: OrderedTable,
  time: TimeAxis,
  series: readonly StepsOfSeries[],
  most: Duration | undefined,
): OrderedTable {
  const rows: number[] = [];
  const times: number[] = [];
  const ranges = series.map(({range: {name, begin, end}, steps, times: own}) => {
    const first = rows.length;
    const inUtc = (at: number) =>
      steps?.clock === 'zone' && time.zone !== undefined ? clockOf(time.zone).firstTimeOf(at) : at;
    for (let row = begin; row < end; row++) {
      rows.push(row);
      times.push(time.values[row]);
      const isEnd = !steps || row + 1 === end || (most && isLonger(own[row], own[row + 1], most, steps.isMonthEnd));
      if (isEnd) continue;
      for (let at = next(own[row], steps); at < own[row + 1]; at = next(at, steps)) {
        rows.push(row);
        times.push(inUtc(at));
      }
    }
    return {name, begin: first, end: rows.length};
  });
  if (rows.length === table.rows) return table;
  const chosen = Int32Array.from(rows);
  return {
    ...someRows({...table, time: undefined, series: undefined}, chosen),
    time: {...time, values: Float64Array.from(times)},
    timePlace: row => table.timePlace(chosen[row]),
    ranges,
    breaks: [],
    isMade: true,
    notes: [...table.notes, `${rows.length - table.rows} rows were put into gaps, with the values before`],
  };
}

function next(at: number, {usual, isMonthEnd}: Steps): number {
  return usual.unit === 'months' ? plusMonths(at, usual.size, isMonthEnd) : at + usual.size;
}
