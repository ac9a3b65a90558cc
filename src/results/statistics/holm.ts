/** What a family of tests says together may be wrong with this chance, and no more. */
export const SIGNIFICANCE = 0.05;

/** One test of a family, by Holm's procedure. */
export interface HolmStep {
  /** The probability corrected for the family: at most SIGNIFICANCE where the test rejects. */
  readonly adjusted: number;
  /** What the probability itself had to be at most, when its turn came or when the procedure ended before. */
  readonly level: number;
}

/**
 * Holm's step-down procedure (A simple sequentially rejective multiple test procedure, 1979; statsmodels' multipletests with
 * method='holm'): the chance that any true hypothesis of the family is rejected is at most SIGNIFICANCE, however the tests
 * depend on each other. In the order of `probabilities`; `family` is how many tests there are where only some are told.
 */
export function holm(probabilities: readonly number[], family = probabilities.length): HolmStep[] {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[a] - probabilities[b]);
  const steps = new Array<HolmStep>(probabilities.length);
  let adjusted = 0;
  let stopped: number | undefined;
  order.forEach((index, rank) => {
    const left = family - rank;
    const level = stopped ?? SIGNIFICANCE / left;
    adjusted = Math.max(adjusted, Math.min(1, probabilities[index] * left));
    const rejected = stopped === undefined && probabilities[index] <= level;
    if (!rejected) stopped = level;
    steps[index] = {adjusted, level};
  });
  return steps;
}
