/** Ends of an interval. */
export type Interval = readonly [low: number, high: number];

/**
 * The sign patterns of some values, seen as subsets: a pattern flips the values of its subset. A pattern's sum is at least as far
 * up as the values' own, each less a mean, where the mean of its subset is at most that mean.
 */
export interface Flips {
  /** How many patterns there are, the one that flips nothing included. */
  readonly patterns: number;
  /** Whether these are all patterns, and not drawn ones. */
  readonly exact: boolean;
  /** Subsets, but for the empty one, whose sum is 0 or less; a sum that is 0 but for rounding is 0. */
  readonly notAboveZero: number;
  /** The subset mean of a rank (from 1 on), counted from below and from above. */
  ranked(rank: number): Interval;
}

/** What rounding may make of a sum that is 0. */
export function roundingOf(values: readonly number[]): number {
  return 1e-12 * values.reduce((sum, value) => sum + Math.abs(value), 0);
}
