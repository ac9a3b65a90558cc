export interface Statistics {
  readonly minimum: number;
  readonly mean: number;
  readonly deviation: number;
  readonly maximum: number;
}

/** Of a column's rows; the deviation is the population's. */
export function statistics(values: Float64Array): Statistics {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of values) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
  }
  const mean = sum / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) * (value - mean), 0);
  return {minimum, mean, deviation: Math.sqrt(squares / values.length), maximum};
}
