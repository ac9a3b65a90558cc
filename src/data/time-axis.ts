import {DAY} from './lengths-of-time.js';
import {clockOf} from './zone-clock.js';

/** When each row of a data set was: plain data, so that it can cross to a worker. */
export interface TimeAxis {
  /** Milliseconds since 1970 in UTC, or on a clock of which no zone is known; or plain numbers. */
  readonly values: Float64Array;
  /** What the values are. */
  readonly unit: 'date' | 'number';
  /** The zone of the clock that times are shown by, where it is known. */
  readonly zone: string | undefined;
}

export type TimeOrder = 'ascending' | 'descending' | 'none';

/** Whether times run one way, equal ones beside each other allowed. One time, or none, runs forward. */
export function orderOf(times: Float64Array): TimeOrder {
  let isUp = true;
  let isDown = times.length > 1 && times[0] !== times[times.length - 1];
  for (let row = 1; row < times.length && (isUp || isDown); row++) {
    if (times[row] < times[row - 1]) isUp = false;
    if (times[row] > times[row - 1]) isDown = false;
  }
  return isUp ? 'ascending' : isDown ? 'descending' : 'none';
}

const finest = new WeakMap<Float64Array, number>();
const walls = new WeakMap<Float64Array, Float64Array>();

/** What a clock showed at each time, as milliseconds since 1970 on it: that of the axis' zone, or the one that the times are from. */
export function wallTimes({values, zone}: TimeAxis): Float64Array {
  if (zone === undefined) return values;
  const known = walls.get(values);
  if (known) return known;
  const clock = clockOf(zone);
  const shown = values.map(time => clock.wallOf(time));
  walls.set(values, shown);
  return shown;
}

/** The time of a row as ISO 8601 has it, as finely as the rows of the axis need it. */
export function timeText(axis: TimeAxis, row: number): string {
  const {values, unit, zone} = axis;
  if (unit === 'number') return String(values[row]);
  const shown = wallTimes(axis);
  const digits = digitsNeeded(shown);
  const clock = shortened(new Date(shown[row]).toISOString(), digits);
  return zone === undefined || digits === 10 ? clock : `${clock}${offsetText(shown[row] - values[row])}`;
}

/** The times of some rows that are the earliest and the latest, as text. */
export function timeSpan(axis: TimeAxis, begin: number, end: number): {readonly first: string; readonly last: string} {
  const {values} = axis;
  let [first, last] = [begin, begin];
  for (let row = begin; row < end; row++) {
    if (values[row] < values[first]) first = row;
    if (values[row] > values[last]) last = row;
  }
  return {first: timeText(axis, first), last: timeText(axis, last)};
}

/** How many characters of an ISO time tell all rows apart from their days, minutes or seconds: 10, 16, 19 or 23. */
function digitsNeeded(values: Float64Array): number {
  const known = finest.get(values);
  if (known !== undefined) return known;
  const needs = (step: number) => values.some(time => time % step !== 0);
  const digits = !needs(DAY) ? 10 : !needs(60_000) ? 16 : !needs(1000) ? 19 : 23;
  finest.set(values, digits);
  return digits;
}

function shortened(iso: string, digits: number): string {
  return iso.slice(0, digits).replace('T', ' ');
}

function offsetText(offset: number): string {
  const minutes = Math.round(offset / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
