import type {SeriesRange} from './2-order/order.js';
import type {TimeAxis} from './time-axis.js';

/** The values of the rows that are kept. */
export function rowsOf(values: Float64Array, rows: Int32Array): Float64Array {
  return rows.length === values.length ? values : Float64Array.from(rows, row => values[row]);
}

/** When the rows were that are kept. */
export function timesOf(time: TimeAxis | undefined, kept: Int32Array): TimeAxis | undefined {
  return time && {...time, values: rowsOf(time.values, kept)};
}

/** Where series lie among the rows that are kept. */
export function rangesOf(ranges: readonly SeriesRange[], kept: Int32Array): SeriesRange[] {
  let at = 0;
  return ranges.map(({name, end}) => {
    const begin = at;
    while (at < kept.length && kept[at] < end) at++;
    return {name, begin, end: at};
  });
}

/** Of the rows that are kept, those with a gap before them; where rows are dropped at its border, the next one has it. */
export function keptBreaks(breaks: readonly number[], kept: Int32Array): number[] {
  if (breaks.length === 0) return [];
  const found: number[] = [];
  let next = 0;
  kept.forEach((row, at) => {
    const isBehind = next < breaks.length && row >= breaks[next];
    if (isBehind) found.push(at);
    while (next < breaks.length && row >= breaks[next]) next++;
  });
  return found;
}
