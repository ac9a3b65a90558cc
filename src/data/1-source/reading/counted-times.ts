import {DAY} from '../../lengths-of-time.js';

/** What times are, of which there is one at least, that all lie within 1973 to 2103 as seconds or milliseconds since 1970; undefined of others. */
export function unixUnit(times: readonly number[] | Float64Array): 'unix-seconds' | 'unix-milliseconds' | undefined {
  const isWithin = (least: number, most: number) => times.every((time: number) => time >= least && time < most);
  if (isWithin(1e8, 4.2e9)) return 'unix-seconds';
  return isWithin(1e11, 4.2e12) ? 'unix-milliseconds' : undefined;
}

/** The time of days since 30 December 1899, as spreadsheets count them from March 1900 on, to the millisecond. */
export function spreadsheetTime(days: number): number {
  return Math.round((days - 25_569) * DAY);
}
