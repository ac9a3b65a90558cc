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

const DAY = 86_400_000;
const finest = new WeakMap<Float64Array, number>();

/** The time of a row as ISO 8601 has it, as finely as the rows of the axis need it. */
export function timeText({values, unit, zone}: TimeAxis, row: number): string {
  const time = values[row];
  if (unit === 'number') return String(time);
  const digits = digitsNeeded(values);
  if (zone === undefined || digits === 10) return shortened(new Date(time).toISOString(), digits);
  const clock = zoneClock(zone).format(time);
  return `${shortened(clock.replace(' ', 'T'), Math.min(digits, 19))}${offsetText(time, clock)}`;
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

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A clock on the wall of a zone: 2024-01-31 12:00:00. */
function zoneClock(zone: string): Intl.DateTimeFormat {
  const known =
    clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short', timeStyle: 'medium'});
  clocks.set(zone, known);
  return known;
}

/** Milliseconds that a zone's clock is ahead of UTC at some time. */
export function zoneOffset(zone: string, time: number): number {
  const second = Math.floor(time / 1000) * 1000;
  return Date.parse(`${zoneClock(zone).format(second).replace(' ', 'T')}Z`) - second;
}

function offsetText(time: number, clock: string): string {
  const minutes = Math.round((Date.parse(`${clock.replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}
