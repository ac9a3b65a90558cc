import type {Rows} from './4-split/split.js';
import {hasBreak} from './breaks.js';

/** The rows of a split that have another one `lag` rows before them in it, without a break between the two. */
export function lagPairs({begin, end}: Rows, lag: number, breaks: readonly number[]): Float64Array {
  const rows = new Float64Array(Math.max(0, end - begin - lag)).map((_, index) => begin + lag + index);
  return breaks.length === 0 ? rows : rows.filter(row => !hasBreak(breaks, row - lag, row));
}
