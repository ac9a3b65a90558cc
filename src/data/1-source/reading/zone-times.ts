import {zoneOffset} from '../../time-axis.js';
import type {SeriesLabels} from './label-column.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

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
 * Times in UTC from those on a zone's clock. Where the clock was put back, an hour comes twice: it is the later one where the
 * row before is not earlier otherwise, in the direction in which the rows run.
 */
export function zonedTimes(walls: Float64Array, zone: string, series?: SeriesLabels): ZonedTimes {
  const times = new Float64Array(walls.length);
  const seriesOf = (row: number) => series?.of[row] ?? 0;
  const isBackward = backwardSeries(walls, seriesOf);
  const offsets = new Map<number, number>();
  const offsetAt = (time: number): number => {
    // Clocks change on the quarter of an hour.
    const quarter = Math.floor(time / (HOUR / 4));
    const known = offsets.get(quarter) ?? zoneOffset(zone, quarter * (HOUR / 4));
    offsets.set(quarter, known);
    return known;
  };
  const days = new Map<number, readonly [number, number]>();
  const around = (wall: number): readonly [number, number] => {
    const day = Math.floor(wall / DAY);
    const known = days.get(day) ?? ([offsetAt((day - 1) * DAY), offsetAt((day + 2) * DAY)] as const);
    days.set(day, known);
    return known;
  };
  const last = new Map<number, number>();
  for (let row = 0; row < walls.length; row++) {
    const wall = walls[row];
    const [early, late] = around(wall);
    const possible =
      early === late
        ? [wall - early]
        : [...new Set([wall - early, wall - late])]
            .filter(time => time + offsetAt(time) === wall)
            .sort((a, b) => a - b);
    if (possible.length === 0) return {never: row};
    const before = last.get(seriesOf(row)) ?? Number.NaN;
    const time = isBackward.has(seriesOf(row))
      ? (possible.findLast(one => !(one >= before)) ?? possible[0])
      : (possible.find(one => !(one <= before)) ?? possible[possible.length - 1]);
    times[row] = time;
    last.set(seriesOf(row), time);
  }
  return {times};
}

/** The series whose first row is later than their last one. */
function backwardSeries(walls: Float64Array, seriesOf: (row: number) => number): ReadonlySet<number> {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (let row = 0; row < walls.length; row++) {
    const series = seriesOf(row);
    if (!first.has(series)) first.set(series, walls[row]);
    last.set(series, walls[row]);
  }
  return new Set([...first].filter(([series, time]) => time > (last.get(series) ?? time)).map(([series]) => series));
}
