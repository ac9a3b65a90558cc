import {criticalT} from './student-t.js';
import {summarize} from './summary.js';

/** How often so many seeds would tell the difference, were it as the seeds so far have it. */
const POWER = 0.8;
const MOST = 10_000;

/**
 * How many seeds would probably tell a mean lead from 0 at `level`, were lead and spread as in `leads`: the sample size of a
 * two-sided t-test of power 80 % (Cohen, Statistical Power Analysis, 1988; statsmodels' TTestPower, to within one seed).
 * At least `fewest`; null where the spread isn't known (one seed), where there is no lead, or beyond 10,000.
 */
export function seedsNeeded(leads: readonly number[], level: number, fewest: number): number | null {
  const {mean, deviation} = summarize(leads);
  if (mean === null || deviation === null || mean === 0) return null;
  const size = Math.abs(mean) / deviation;
  const wanted = (count: number) => {
    const reach = (criticalT(count - 1, level) + criticalT(count - 1, 2 * (1 - POWER))) / size;
    return reach * reach;
  };
  let [low, high] = [Math.max(2, fewest), MOST];
  if (wanted(low) <= low) return low;
  if (wanted(high) > high) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wanted(middle) <= middle) high = middle;
    else low = middle;
  }
  return high;
}
