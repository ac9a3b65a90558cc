import {zoneOffset} from '../../time-axis.js';

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
export function zonedTimes(walls: Float64Array, zone: string): ZonedTimes {
  const times = new Float64Array(walls.length);
  const isBackward = walls.length > 1 && walls[0] > walls[walls.length - 1];
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
  let before = Number.NaN;
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
    const time = isBackward
      ? (possible.findLast(one => !(one >= before)) ?? possible[0])
      : (possible.find(one => !(one <= before)) ?? possible[possible.length - 1]);
    times[row] = time;
    before = time;
  }
  return {times};
}
