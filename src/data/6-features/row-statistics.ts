import {firstAbove} from '../../document/first-above.js';
import {quantileOf} from '../statistics.js';

/** What some rows can be summed up by. */
export const ROW_STATISTICS = ['mean', 'deviation', 'minimum', 'maximum', 'median', 'sum', 'quantile'] as const;
export type RowStatistic = (typeof ROW_STATISTICS)[number];

/** Those that are told without looking at all of the rows again. */
export const SUMMARY_STATISTICS = [
  'mean',
  'deviation',
  'minimum',
  'maximum',
  'sum',
] as const satisfies readonly RowStatistic[];
type SummaryStatistic = (typeof SUMMARY_STATISTICS)[number];

/** What each is called elsewhere. */
export const STATISTICS_ALSO_CALLED = {
  deviation: {pandas: ['std'], others: ['stddev', 'volatility']},
  minimum: {pandas: ['min']},
  maximum: {pandas: ['max']},
} as const;

/** A statistic of the last `length` values of each row, its own among them; NaN in rows with fewer. The deviation is a sample's, as that of pandas. */
export function rollingStatistic(
  values: Float64Array,
  length: number,
  statistic: RowStatistic,
  quantile: number,
): Float64Array {
  if (values.length < length) return new Float64Array(values.length).fill(Number.NaN);
  if (statistic === 'median') return rollingQuantile(values, length, 0.5);
  if (statistic === 'quantile') return rollingQuantile(values, length, quantile);
  return rollingSummary(values, length, summary => toldOf(summary, statistic));
}

/** What is known of some values, so that of two parts it is known of both. */
export interface ValuesSummary {
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** That of no value. */
export const NO_VALUES: ValuesSummary = {
  count: 0,
  sum: 0,
  mean: 0,
  squares: 0,
  minimum: Number.POSITIVE_INFINITY,
  maximum: Number.NEGATIVE_INFINITY,
};

/** With one value more (Welford, Note on a method for calculating corrected sums, 1962). */
export function withValue(before: ValuesSummary, value: number): ValuesSummary {
  const count = before.count + 1;
  const distance = value - before.mean;
  const mean = before.mean + distance / count;
  return {
    count,
    sum: before.sum + value,
    mean,
    squares: before.squares + distance * (value - mean),
    minimum: Math.min(before.minimum, value),
    maximum: Math.max(before.maximum, value),
  };
}

/** Of two parts (Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979). */
function together(one: ValuesSummary, other: ValuesSummary): ValuesSummary {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  const count = one.count + other.count;
  const distance = other.mean - one.mean;
  return {
    count,
    sum: one.sum + other.sum,
    mean: one.mean + (distance * other.count) / count,
    squares: one.squares + other.squares + (distance * distance * one.count * other.count) / count,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

/** A statistic of a summary; the deviation is a sample's: NaN of one value. */
export function toldOf(
  {count, sum, mean, squares, minimum, maximum}: ValuesSummary,
  statistic: SummaryStatistic,
): number {
  switch (statistic) {
    case 'mean':
      return mean;
    case 'deviation':
      return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1));
    case 'minimum':
      return minimum;
    case 'maximum':
      return maximum;
    case 'sum':
      return sum;
  }
}

/**
 * Each window is the end of one block of `length` values and the beginning of the next: both are known, and nothing is taken away again
 * (van Herk, A fast algorithm for local minimum and maximum filters, 1992).
 */
function rollingSummary(values: Float64Array, length: number, told: (summary: ValuesSummary) => number): Float64Array {
  const made = new Float64Array(values.length).fill(Number.NaN);
  for (let begin = 0; begin + length <= values.length; begin += length) {
    const ends = Array.from({length: length + 1}, () => NO_VALUES);
    for (let at = length - 1; at >= 0; at--) ends[at] = withValue(ends[at + 1], values[begin + at]);
    let next = NO_VALUES;
    for (let at = 0; at < length; at++) {
      const row = begin + at + length - 1;
      if (row >= values.length) break;
      made[row] = told(together(ends[at], next));
      next = withValue(next, values[row + 1]);
    }
  }
  return made;
}

/** The values of the window are kept in order. */
function rollingQuantile(values: Float64Array, length: number, share: number): Float64Array {
  const made = new Float64Array(values.length).fill(Number.NaN);
  const sorted = values.slice(0, length).sort();
  made[length - 1] = quantileOf(sorted, share);
  for (let row = length; row < values.length; row++) {
    const [gone, come] = [firstAbove(sorted, values[row - length]) - 1, firstAbove(sorted, values[row])];
    if (gone < come) {
      sorted.copyWithin(gone, gone + 1, come);
      sorted[come - 1] = values[row];
    } else {
      sorted.copyWithin(come + 1, come, gone);
      sorted[come] = values[row];
    }
    made[row] = quantileOf(sorted, share);
  }
  return made;
}
