import type {Interval} from './flips.js';
import {criticalT, tailProbability} from './student-t.js';
import type {Summary} from './summary.js';

/** The difference of two means, second less first. */
export interface MeanDifference {
  /** 95 %, of this difference alone. */
  readonly interval: Interval;
  /** The chance of a difference as large, either way, if there were none. */
  readonly probability: number;
}

/**
 * What the trials on both sides say of the difference of two means (Welch, The generalization of Student's problem, 1947;
 * SciPy's ttest_ind with equal_var=False). Null where a side has too few trials to have a spread.
 */
export function welch(old: Summary, now: Summary): MeanDifference | null {
  if (old.mean === null || now.mean === null || old.deviation === null || now.deviation === null) return null;
  const a = (old.deviation * old.deviation) / old.count;
  const b = (now.deviation * now.deviation) / now.count;
  const change = now.mean - old.mean;
  // Equal numbers on each side leave only that the sides differ: the chance of such an order of all trials, either way.
  if (a + b === 0)
    return {
      interval: [change, change],
      probability: change === 0 ? 1 : Math.min(1, 2 / arrangements(old.count, now.count)),
    };
  const freedom = ((a + b) * (a + b)) / ((a * a) / (old.count - 1) + (b * b) / (now.count - 1));
  const error = Math.sqrt(a + b);
  const reach = criticalT(freedom) * error;
  return {interval: [change - reach, change + reach], probability: tailProbability(change / error, freedom)};
}

/** How many ways there are to choose which of all trials are of the first side. */
function arrangements(first: number, second: number): number {
  let ways = 1;
  for (let index = 1; index <= first; index++) ways *= (second + index) / index;
  return ways;
}
