import type {Series} from '../../run/records/series-record.js';
import type {RangeStatement} from './statement.js';

/** Fewer rows than this share of all are no matter. */
const FEWEST = 0.01;

/** How many test targets lie beyond everything in training: of the series in which most do. */
export function rangeStatements(series: readonly Series[]): readonly RangeStatement[] {
  const found = series.flatMap(({target, beyond}): RangeStatement[] =>
    beyond && beyond.outside >= FEWEST * beyond.rows && beyond.outside > 0 ? [{kind: 'range', target, ...beyond}] : [],
  );
  return found.toSorted((a, b) => b.outside / b.rows - a.outside / a.rows).slice(0, 1);
}
