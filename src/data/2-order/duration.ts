import {DAY, HOUR, MINUTE, WEEK} from '../lengths-of-time.js';

/** The units of lengths of time, as they are written: 30min, 1d, 1mo. */
const UNITS = {s: 1000, min: MINUTE, h: HOUR, d: DAY, w: WEEK} as const;
const MONTHS = {mo: 1, q: 3, y: 12} as const;

/** A length of time: of always the same length, or in months of the calendar. */
export type Duration =
  | {readonly unit: 'milliseconds'; readonly size: number}
  | {readonly unit: 'months'; readonly size: number};

/** The schema of a length of time as it is written. */
export const durationText = {
  type: 'string',
  pattern: '^[1-9]\\d{0,3}(s|min|h|d|w|mo|q|y)$',
  hint: 'a number with s, min, h, d, w, mo, q or y: 30min, 1d, 1mo',
} as const;

/** The length of time that is written. Throws for a text that fits no schema: entries are validated before. */
export function durationOf(text: string): Duration {
  const [, count, unit] = /^(\d+)(\D+)$/.exec(text) ?? [];
  if (isKey(UNITS, unit)) return {unit: 'milliseconds', size: Number(count) * UNITS[unit]};
  if (isKey(MONTHS, unit)) return {unit: 'months', size: Number(count) * MONTHS[unit]};
  throw new Error(`'${text}' is no length of time`);
}

function isKey<Keys extends object>(of: Keys, key: string | undefined): key is Extract<keyof Keys, string> {
  return key !== undefined && Object.hasOwn(of, key);
}

/** A length of time in words: 1 day, 2 weeks, 1 quarter. */
export function durationWords({unit, size}: Duration): string {
  const units: readonly (readonly [string, number])[] =
    unit === 'months'
      ? [
          ['year', 12],
          ['quarter', 3],
          ['month', 1],
        ]
      : [
          ['week', UNITS.w],
          ['day', UNITS.d],
          ['hour', UNITS.h],
          ['minute', UNITS.min],
          ['second', UNITS.s],
          ['millisecond', 1],
        ];
  const [name, length] = units.find(([, one]) => size % one === 0) ?? units[units.length - 1];
  const count = size / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
