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
 * SciPy's ttest_ind with equal_var=False; p of sides of unequal counts by the smaller side's degrees of freedom, the bound of Mickey
 * and Brown, Bounds on the distribution functions of the Behrens-Fisher statistic, 1966). Null where a side has too few trials to
 * have a spread.
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
  // With unequal counts Welch's degrees of freedom promise too much to a small side: those of that side alone never do.
  const cautious = old.count === now.count ? freedom : Math.min(old.count, now.count) - 1;
  return {interval: [change - reach, change + reach], probability: tailProbability(change / error, cautious)};
}

/** How many ways there are to choose which of all trials are of the first side. */
function arrangements(first: number, second: number): number {
  let ways = 1;
  for (let index = 1; index <= first; index++) ways *= (second + index) / index;
  return ways;
}
