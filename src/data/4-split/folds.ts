import {bad, type Checked, good} from '../../document/problem.js';
import type {CutContext} from './cut-rows.js';
import type {Boundaries} from './split.js';
import type {FoldsEntry} from './split-option.js';
import type {SplitSizes} from './split-sizes.js';

/**
 * One of the folds of walk-forward validation, counted from 1: the last one tests on the last rows, each other one on those before
 * the one that follows it, as scikit-learn's TimeSeriesSplit; validation lies before test, training before validation. Without sizes
 * validation and test have the share 1 / (folds + 2).
 */
export function cutFold(
  rows: number,
  fold: number,
  {type, count, step: wanted}: FoldsEntry,
  sizes: SplitSizes,
  {gap, place}: CutContext,
): Checked<Boundaries> {
  if (sizes.form === 'times')
    return bad([{message: 'folds have sizes, not times', place: place(), hint: 'give shares or counts of rows'}]);
  const rowsOf = (size: number) => (sizes.form === 'counts' ? size : Math.floor(rows * size + 1e-9));
  const usual = Math.floor(rows / (count + 2));
  const test = sizes.of.test === undefined ? usual : rowsOf(sizes.of.test);
  const validation = sizes.of.validation === undefined ? usual : rowsOf(sizes.of.validation);
  const step = wanted ?? test;
  // Where training ends in the first fold, and where it begins.
  const firstEnd = rows - (count - 1) * step - test - gap - validation - gap;
  const train = sizes.of.train === undefined ? Math.max(0, firstEnd) : rowsOf(sizes.of.train);
  const begin = firstEnd - train;
  if (firstEnd <= 0 || begin < 0) {
    const needed = rows - Math.min(firstEnd - 1, begin);
    return bad([
      {
        message:
          sizes.form === 'shares' && Object.keys(sizes.of).length > 0
            ? `${count} folds, each ${step} rows behind the one before, with ${validation} rows of validation and ${test} of test${train > 0 ? ` and ${train} of train` : ''}, leave none to train on: the data has ${rows}`
            : `${count} folds need at least ${needed} rows, but the data has ${rows}`,
        place: place(['folds']),
        hint: 'fewer folds, or smaller splits',
      },
    ]);
  }
  const moved = (fold - 1) * step;
  const end = firstEnd + moved;
  const first = end + gap;
  const second = first + validation + gap;
  return good({
    train: {begin: type === 'expanding' ? begin : begin + moved, end},
    validation: {begin: first, end: first + validation},
    test: {begin: second, end: second + test},
  });
}
