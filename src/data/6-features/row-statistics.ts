import {quantileOf, statistics} from '../statistics.js';

/** What some rows can be summed up by. */
export const ROW_STATISTICS = ['mean', 'deviation', 'minimum', 'maximum', 'median', 'sum', 'quantile'] as const;
export type RowStatistic = (typeof ROW_STATISTICS)[number];

/** What each is called elsewhere. */
export const STATISTICS_ALSO_CALLED = {
  deviation: {pandas: ['std'], others: ['stddev', 'volatility']},
  minimum: {pandas: ['min']},
  maximum: {pandas: ['max']},
} as const;

/** A statistic of some values; the deviation is a sample's, as that of pandas: NaN of one value. */
export function rowStatistic(values: Float64Array, statistic: RowStatistic, quantile: number): number {
  switch (statistic) {
    case 'mean':
      return statistics(values).mean;
    case 'deviation': {
      const count = values.length;
      return count < 2 ? Number.NaN : statistics(values).deviation * Math.sqrt(count / (count - 1));
    }
    case 'minimum':
      return statistics(values).minimum;
    case 'maximum':
      return statistics(values).maximum;
    case 'median':
      return quantileOf(values.toSorted(), 0.5);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'quantile':
      return quantileOf(values.toSorted(), quantile);
  }
}
