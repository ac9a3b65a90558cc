import {squashes} from '../../model/activations/index.js';
import type {Series} from '../../run/records/series-record.js';
import type {RangeStatement} from './statement.js';
import type {GroupedTrials} from './trial-groups.js';

/** Fewer rows than this share of all, or rows that lie beyond by less than this share of the range, are no matter. */
const FEWEST = 0.01;
const NEAREST = 0.05;

/** How many test targets lie beyond everything in training: of the data in which most do. */
export function rangeStatements(
  series: readonly Series[],
  groups: readonly GroupedTrials[],
): readonly RangeStatement[] {
  const seen = groups.flatMap(({finished}) => finished.flatMap(({diagnostics}) => diagnostics.seen?.layers ?? []));
  const isSquashed = seen.some(({activation}) => squashes(activation));
  const found = series.flatMap(({target, beyond}): RangeStatement[] =>
    beyond && beyond.outside > FEWEST * beyond.rows && (beyond.farthest >= NEAREST || beyond.farthest === 0)
      ? [{kind: 'range', target, ...beyond, squashes: isSquashed}]
      : [],
  );
  return found.toSorted((a, b) => b.outside / b.rows - a.outside / a.rows).slice(0, 1);
}
