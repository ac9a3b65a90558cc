import type {Series} from '../../run/records/series-record.js';

/** Equal for series that are of the same rows of the same data, whatever their splits: those of folds. */
export function dataOf({sha256, target, rows}: Series): string {
  return JSON.stringify([sha256, target, rows]);
}
