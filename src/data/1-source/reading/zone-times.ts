import {clockOf} from '../../zone-clock.js';
import type {SeriesLabels} from './label-column.js';

/** Times on a zone's clock as times in UTC; or the first row whose time that clock never showed. */
export type ZonedTimes = {readonly times: Float64Array} | {readonly never: number};

/** Whether the runtime knows a zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', {timeZone: name}) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Times in UTC from those on a zone's clock, the rows taken in some order. Where the clock was put back, an hour comes twice: it
 * is the later one where the row before, of the same series, is not earlier otherwise, in the direction in which they run.
 */
export function zonedTimes(
  walls: Float64Array,
  zone: string,
  order: Int32Array | undefined,
  series: SeriesLabels | undefined,
): ZonedTimes {
  const times = new Float64Array(walls.length);
  const clock = clockOf(zone);
  const rowAt = (index: number) => order?.[index] ?? index;
  const seriesOf = (row: number) => series?.of[row] ?? 0;
  const backward = backwardSeries(walls, rowAt, seriesOf);
  const last = new Map<number, number>();
  for (let index = 0; index < walls.length; index++) {
    const row = rowAt(index);
    const possible = clock.timesOf(walls[row]);
    if (possible.length === 0) return {never: row};
    const number = seriesOf(row);
    const before = last.get(number) ?? Number.NaN;
    const time = backward.has(number)
      ? (possible.findLast(one => !(one >= before)) ?? possible[0])
      : (possible.find(one => !(one <= before)) ?? possible[possible.length - 1]);
    times[row] = time;
    last.set(number, time);
  }
  return {times};
}

/** The series whose first row is later than their last one. */
function backwardSeries(
  walls: Float64Array,
  rowAt: (index: number) => number,
  seriesOf: (row: number) => number,
): ReadonlySet<number> {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (let index = 0; index < walls.length; index++) {
    const row = rowAt(index);
    const series = seriesOf(row);
    if (!first.has(series)) first.set(series, walls[row]);
    last.set(series, walls[row]);
  }
  return new Set([...first].filter(([series, time]) => time > (last.get(series) ?? time)).map(([series]) => series));
}
