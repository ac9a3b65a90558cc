import type {TimeAxis} from '../time-axis.js';
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
}

const DAY = 86_400_000;

/** The steps between rows that follow each other in a series; undefined where there are none. */
export function stepsOf({values, unit}: TimeAxis, ranges: readonly SeriesRange[]): Steps | undefined {
  const pairs = ranges.reduce((sum, {begin, end}) => sum + Math.max(0, end - begin - 1), 0);
  if (pairs === 0) return undefined;
  const inMonths = unit === 'date' && isMonthly(values, ranges);
  const length = inMonths
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
    usual: {unit: inMonths ? 'months' : 'milliseconds', size: usual},
    longer,
    shorter: sumOf(step => step < usual),
    count: pairs,
    longest: longer > 0 ? longestOf(length, ranges) : undefined,
  };
}

function longestOf(length: (row: number) => number, ranges: readonly SeriesRange[]): Steps['longest'] {
  let after = -1;
  for (const {begin, end} of ranges)
    for (let row = begin + 1; row < end; row++) if (after < 0 || length(row) > length(after)) after = row;
  return {before: after - 1, after};
}

/** Whether times are days of months, the same one in all of them or the last one, at least a month apart. */
function isMonthly(values: Float64Array, ranges: readonly SeriesRange[]): boolean {
  let day = Number.NaN;
  let isSame = true;
  let isLast = true;
  for (const {begin, end} of ranges)
    for (let row = begin; row < end; row++) {
      const time = values[row];
      if (time % DAY !== 0) return false;
      const date = new Date(time);
      if (Number.isNaN(day)) day = date.getUTCDate();
      isSame &&= date.getUTCDate() === day;
      isLast &&= new Date(time + DAY).getUTCDate() === 1;
      if (!isSame && !isLast) return false;
      if (row > begin && monthOf(time) === monthOf(values[row - 1])) return false;
    }
  return true;
}

/** Months since the year 0. */
export function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
