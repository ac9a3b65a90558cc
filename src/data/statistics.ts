/** The mean of some values; NaN of none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The values that are not missing. */
export function knownValues(values: Float64Array): Float64Array {
  return values.some(Number.isNaN) ? values.filter(value => !Number.isNaN(value)) : values;
}

/** How many values are missing. */
export function countMissing(values: Float64Array): number {
  return values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
}

export interface Statistics {
  readonly minimum: number;
  readonly mean: number;
  readonly deviation: number;
  readonly maximum: number;
}

/**
 * Of a column's rows; the deviation is the population's. In two passes, the second one correcting what the mean lost by
 * rounding (Chan, Golub and LeVeque, Algorithms for computing the sample variance, 1983, formula 1.7).
 */
export function statistics(values: Float64Array): Statistics {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
  }
  const count = values.length;
  const rough = sum / count;
  let rest = 0;
  let squares = 0;
  for (const value of values) {
    rest += value - rough;
    squares += (value - rough) * (value - rough);
  }
  // Rounding never takes a mean out of what it is the mean of.
  const mean = Math.min(maximum, Math.max(minimum, rough + rest / count));
  const variance = Math.max(0, (squares - (rest * rest) / count) / count);
  return {minimum, mean, deviation: minimum === maximum ? 0 : Math.sqrt(variance), maximum};
}

/**
 * Whether numbers differ by no more than rounding makes of a constant: scikit-learn's rule (sklearn.preprocessing._data,
 * _is_constant_feature; Higham, Accuracy and Stability of Numerical Algorithms, 1.7).
 */
export function isNearlyConstant({minimum, maximum, mean, deviation}: Statistics, count: number): boolean {
  const variance = deviation * deviation;
  const rounding = count * mean * Number.EPSILON;
  return minimum === maximum || variance <= count * Number.EPSILON * variance + rounding * rounding;
}

/** The quantile of a share of sorted values, between two of them in proportion, as numpy.quantile. */
export function quantileOf(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}
