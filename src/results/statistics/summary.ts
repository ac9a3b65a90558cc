import {meanOf} from '../../data/statistics.js';

/** Mean and sample standard deviation of some trials; null where there are too few numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number | null;
  readonly deviation: number | null;
}

/** Over the numbers that are there. The deviation divides by n - 1, as NumPy's std(ddof=1). */
export function summarize(values: readonly (number | null)[]): Summary {
  const numbers = values.filter(value => value !== null);
  const count = numbers.length;
  if (count === 0) return {count, mean: null, deviation: null};
  const [minimum, maximum] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
  // Rounding never takes a mean out of what it is the mean of: equal numbers have their own value, and no deviation.
  const mean = Math.min(maximum, Math.max(minimum, meanOf(numbers)));
  if (count === 1) return {count, mean, deviation: null};
  const squares = numbers.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  return {count, mean, deviation: Math.sqrt(squares / (count - 1))};
}
