import {meanOf} from '../../data/statistics.js';
import {tailProbability} from './student-t.js';

/** Whether one of two forecasts of the same rows is better, over time. */
export interface ForecastTest {
  /** Below 0 where the first one's losses are smaller. */
  readonly statistic: number;
  /** The chance of a statistic as large, either way, if both were as good. */
  readonly probability: number;
  /** How many forecasts each has. */
  readonly count: number;
}

/** Where forecasts lie, in whole numbers. */
export interface Places {
  readonly places: readonly number[];
  readonly distance: number;
}

/**
 * The test of Diebold and Mariano (Comparing predictive accuracy, 1995) with the correction of Harvey, Leybourne and Newbold (Testing
 * the equality of prediction mean squared errors, 1997), on the losses of two forecasts `ahead` rows ahead, row by row, as dm.test of R's
 * package forecast: where the variance comes out as none or less, that of one row ahead. `places` says where each forecast lies,
 * and `distance` how far apart two in a row usually are: only those as far apart as a lag go into its covariance. Undefined where losses never differ, or are too few.
 */
export function dieboldMariano(
  first: readonly number[],
  second: readonly number[],
  ahead: number,
  {places, distance}: Places = {places: first.map((_, row) => row), distance: 1},
): ForecastTest | undefined {
  const differences = first.map((loss, row) => loss - second[row]);
  const count = differences.length;
  if (count <= 2 * ahead || differences.every(difference => difference === differences[0])) return undefined;
  const mean = meanOf(differences);
  const centered = differences.map(difference => difference - mean);
  const rowAt = new Map(places.map((place, row) => [place, row]));
  const covariance = (lag: number) => {
    let sum = 0;
    for (let row = 0; row < count; row++) {
      const before = rowAt.get(places[row] - lag * distance);
      if (before !== undefined) sum += centered[row] * centered[before];
    }
    return sum / count;
  };
  const varianceOf = (lags: number) => {
    let sum = covariance(0);
    for (let lag = 1; lag < lags; lag++) sum += 2 * covariance(lag);
    return sum / count;
  };
  const own = varianceOf(ahead);
  const [variance, lags] = own > 0 ? [own, ahead] : [varianceOf(1), 1];
  const correction = (count + 1 - 2 * lags + (lags * (lags - 1)) / count) / count;
  const statistic = (mean / Math.sqrt(variance)) * Math.sqrt(correction);
  return {statistic, probability: tailProbability(statistic, count - 1), count};
}
