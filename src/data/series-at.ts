import {firstAbove} from '../document/first-above.js';
import type {Rows} from './4-split/split.js';

/** Tells which of some series, one after the other, a row lies in: its number. */
export function seriesAt(series: readonly Rows[]): (row: number) => number {
  const ends = series.map(({end}) => end);
  return row => firstAbove(ends, row);
}
