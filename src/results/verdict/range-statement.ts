import {groupBy} from '../../document/group-by.js';
import {squashes} from '../../model/activations/index.js';
import type {Series} from '../../run/records/series-record.js';
import {dataOf} from './series-data.js';
import type {RangeStatement} from './statement.js';
import type {GroupedTrials} from './trial-groups.js';

/** Fewer rows than this share of all, or rows that lie beyond by less than this share of the range, are no matter. */
const FEWEST = 0.01;
const NEAREST = 0.05;

/** How many test targets lie beyond everything in training, in all folds: of the data in which most do. */
export function rangeStatements(
  series: readonly Series[],
  groups: readonly GroupedTrials[],
): readonly RangeStatement[] {
  const seen = groups.flatMap(({finished}) => finished.flatMap(({diagnostics}) => diagnostics.seen?.layers ?? []));
  const isSquashed = seen.some(({activation}) => squashes(activation));
  const found = [...groupBy(series, dataOf).values()].flatMap((folds): RangeStatement[] => {
    const all = folds.flatMap(({beyond}) => beyond ?? []);
    const rows = all.reduce((sum, own) => sum + own.rows, 0);
    const outside = all.reduce((sum, own) => sum + own.outside, 0);
    const farthest = all.reduce((most, own) => Math.max(most, own.farthest), 0);
    return outside > FEWEST * rows && (farthest >= NEAREST || farthest === 0)
      ? [{kind: 'range', target: folds[0].target, rows, outside, farthest, squashes: isSquashed}]
      : [];
  });
  return found.toSorted((a, b) => b.outside / b.rows - a.outside / a.rows).slice(0, 1);
}
