import {DAY} from '../lengths-of-time.js';
import {type TimeAxis, wallTimes} from '../time-axis.js';
import type {Duration} from './duration.js';
import type {SeriesRange} from './order.js';

/** How far apart in time the rows of a table are. */
export interface Steps {
  /** The step that comes most often; in plain numbers where times are none. */
  readonly usual: Duration;
  /** Steps that are longer, of all. */
  readonly longer: number;
  readonly shorter: number;
  readonly count: number;
  /** The longest one: the rows on both sides of it. */
  readonly longest: {readonly before: number; readonly after: number} | undefined;
  /** What the steps are measured on: the zone's clock, whose days have 23 to 25 hours, or UTC. */
  readonly clock: 'zone' | 'UTC';
  /** Of months, whether rows are their last days. */
  readonly isMonthEnd: boolean;
}

/** The steps between rows that follow each other in a series; undefined where there are none. */
export function stepsOf(axis: TimeAxis, ranges: readonly SeriesRange[]): Steps | undefined {
  const inUtc = stepsOn(axis.values, axis.unit, ranges, 'UTC');
  if (axis.zone === undefined || !inUtc) return inUtc;
  const onClock = stepsOn(wallTimes(axis), axis.unit, ranges, 'zone');
  // Days are as long as the clock says, hours as they are.
  return onClock && onClock.longer + onClock.shorter < inUtc.longer + inUtc.shorter ? onClock : inUtc;
}

/** The times that steps are measured by. */
export function stepTimes(axis: TimeAxis, {clock}: Pick<Steps, 'clock'>): Float64Array {
  return clock === 'zone' ? wallTimes(axis) : axis.values;
}

function stepsOn(
  values: Float64Array,
  unit: TimeAxis['unit'],
  ranges: readonly SeriesRange[],
  clock: Steps['clock'],
): Steps | undefined {
  const pairs = ranges.reduce((sum, {begin, end}) => sum + Math.max(0, end - begin - 1), 0);
  if (pairs === 0) return undefined;
  const months = unit === 'date' ? monthDays(values, ranges) : undefined;
  const length = months
    ? (row: number) => monthOf(values[row]) - monthOf(values[row - 1])
    : (row: number) => values[row] - values[row - 1];
  const counts = new Map<number, number>();
  for (const {begin, end} of ranges)
    for (let row = begin + 1; row < end; row++) counts.set(length(row), (counts.get(length(row)) ?? 0) + 1);
  const [usual] = [...counts].reduce((most, one) =>
    one[1] > most[1] || (one[1] === most[1] && one[0] < most[0]) ? one : most,
  );
  const sumOf = (isCounted: (step: number) => boolean) =>
    [...counts].reduce((sum, [step, count]) => sum + (isCounted(step) ? count : 0), 0);
  const longer = sumOf(step => step > usual);
  return {
    usual: {unit: months ? 'months' : 'milliseconds', size: usual},
    longer,
    shorter: sumOf(step => step < usual),
    count: pairs,
    longest: longer > 0 ? longestOf(length, ranges) : undefined,
    clock,
    isMonthEnd: months === 'last',
  };
}

function longestOf(length: (row: number) => number, ranges: readonly SeriesRange[]): Steps['longest'] {
  let after = -1;
  for (const {begin, end} of ranges)
    for (let row = begin + 1; row < end; row++) if (after < 0 || length(row) > length(after)) after = row;
  return {before: after - 1, after};
}

/** Whether times are days of months at least a month apart: the same one in all of them, or the last ones. */
function monthDays(values: Float64Array, ranges: readonly SeriesRange[]): 'same' | 'last' | undefined {
  let day = Number.NaN;
  let isSame = true;
  let isLast = true;
  for (const {begin, end} of ranges)
    for (let row = begin; row < end; row++) {
      const time = values[row];
      if (time % DAY !== 0) return undefined;
      const date = new Date(time);
      if (Number.isNaN(day)) day = date.getUTCDate();
      isSame &&= date.getUTCDate() === day;
      isLast &&= new Date(time + DAY).getUTCDate() === 1;
      if (!isSame && !isLast) return undefined;
      if (row > begin && monthOf(time) === monthOf(values[row - 1])) return undefined;
    }
  return isSame ? 'same' : 'last';
}

/** Months since the year 0. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
