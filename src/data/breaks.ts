import {firstAbove} from '../document/first-above.js';

/** Whether one of some rows in rising order lies behind a first row, up to a last one. */
export function hasBreak(breaks: readonly number[], first: number, last: number): boolean {
  const next = firstAbove(breaks, first);
  return next < breaks.length && breaks[next] <= last;
}
