import type {Interval} from '../resampling.js';
import type {Summary} from '../summary.js';
import {criticalT} from './student-t.js';

/**
 * 95 % interval of the difference of two means, new less old, from the trials on both sides (Welch, The generalization of
 * Student's problem, 1947; SciPy's ttest_ind with equal_var=False). Null where a side has too few trials to have a spread.
 */
export function differenceInterval(old: Summary, now: Summary): Interval | null {
  if (old.mean === null || now.mean === null || old.deviation === null || now.deviation === null) return null;
  const [a, b] = [old, now].map(({deviation, count}) => ((deviation ?? 0) * (deviation ?? 0)) / count);
  const change = now.mean - old.mean;
  if (a + b === 0) return [change, change];
  const freedom = ((a + b) * (a + b)) / ((a * a) / (old.count - 1) + (b * b) / (now.count - 1));
  const reach = criticalT(freedom) * Math.sqrt(a + b);
  return [change - reach, change + reach];
}
