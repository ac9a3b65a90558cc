import type {SeriesLabels} from './label-column.js';

/**
 * The rows of a table that comes in parts, such as files, with the parts in the order of their times; in each series by itself
 * where there are several. Each part is in order by itself, all in the same direction. Undefined where the rows stay as they are.
 */
export function orderOfParts(
  times: Float64Array,
  parts: readonly number[],
  series: SeriesLabels | undefined,
): Int32Array | undefined {
  if (parts.length < 2) return undefined;
  const order = new Int32Array(times.length);
  let at = 0;
  for (const segments of segmentsOf(times.length, parts, series)) {
    const isBackward = segments.some(rows => times[rows[0]] > times[rows[rows.length - 1]]);
    const sorted = segments.toSorted((one, other) => (times[one[0]] - times[other[0]]) * (isBackward ? -1 : 1));
    for (const rows of sorted) {
      order.set(rows, at);
      at += rows.length;
    }
  }
  return order.every((row, index) => row === index) ? undefined : order;
}

/** For each series, its rows in each part that holds some. */
function segmentsOf(rows: number, parts: readonly number[], series: SeriesLabels | undefined): Int32Array[][] {
  const found = Array.from({length: series?.names.length ?? 1}, (): number[][] => []);
  parts.forEach((begin, part) => {
    const end = parts[part + 1] ?? rows;
    const own = new Map<number, number[]>();
    for (let row = begin; row < end; row++) {
      const number = series?.of[row] ?? 0;
      const list = own.get(number);
      if (list) list.push(row);
      else own.set(number, [row]);
    }
    for (const [number, list] of own) found[number].push(list);
  });
  return found.map(segments => segments.map(list => Int32Array.from(list)));
}
