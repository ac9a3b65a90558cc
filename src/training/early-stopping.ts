/** The values that a rule works on: numbers here, expressions of a program in an engine. */
export interface RuleValues<Double, Integer, Truth> {
  lessThan(a: Double, b: Double): Truth;
  less(a: Double, b: Double): Double;
  plusOne(a: Integer): Integer;
  zero: Integer;
  isBelow(a: Integer, b: Integer): Truth;
  chooseDouble(condition: Truth, yes: Double, no: Double): Double;
  chooseInteger(condition: Truth, yes: Integer, no: Integer): Integer;
}

/** What early stopping remembers between epochs. */
export interface Patience<Double, Integer> {
  readonly best: Double;
  readonly bestEpoch: Integer;
  readonly waited: Integer;
}

/**
 * Early stopping after an epoch, as Keras' EarlyStopping on the validation loss: what is remembered now, whether the epoch was
 * the best so far, and whether patience lasts. This is the rule of every engine: each gives it values of its own.
 */
export function earlyStoppingRule<Double, Integer, Truth>(
  of: RuleValues<Double, Integer, Truth>,
  before: Patience<Double, Integer>,
  now: {readonly loss: Double; readonly epoch: Integer},
  {minDelta, patience}: {readonly minDelta: Double; readonly patience: Integer},
): Patience<Double, Integer> & {readonly improved: Truth; readonly goesOn: Truth} {
  const improved = of.lessThan(now.loss, of.less(before.best, minDelta));
  const waited = of.chooseInteger(improved, of.zero, of.plusOne(before.waited));
  return {
    improved,
    best: of.chooseDouble(improved, now.loss, before.best),
    bestEpoch: of.chooseInteger(improved, now.epoch, before.bestEpoch),
    waited,
    // An epoch that was the best has waited for none, and patience is 1 at the least.
    goesOn: of.isBelow(waited, patience),
  };
}

/** The rule on numbers. */
const onNumbers: RuleValues<number, number, boolean> = {
  lessThan: (a, b) => a < b,
  less: (a, b) => a - b,
  plusOne: a => a + 1,
  zero: 0,
  isBelow: (a, b) => a < b,
  chooseDouble: (condition, yes, no) => (condition ? yes : no),
  chooseInteger: (condition, yes, no) => (condition ? yes : no),
};

/** Before the first epoch; epochs count from 1. */
export const freshPatience: Patience<number, number> = {best: Number.POSITIVE_INFINITY, bestEpoch: 0, waited: 0};

/** After an epoch: what is remembered now, whether it was the best so far, and whether patience lasts. */
export function afterEpoch(
  before: Patience<number, number>,
  epoch: number,
  loss: number,
  entry: {readonly patience: number; readonly minDelta: number},
): Patience<number, number> & {readonly improved: boolean; readonly goesOn: boolean} {
  return earlyStoppingRule(onNumbers, before, {loss, epoch}, entry);
}

/** The epoch whose weights come back at the end; undefined where the last ones are wanted, or no epoch was the best. */
export function restoredEpoch(
  earlyStopping: {readonly restoreBestWeights: boolean} | undefined,
  bestEpoch: number,
): number | undefined {
  return earlyStopping?.restoreBestWeights && bestEpoch > 0 ? bestEpoch : undefined;
}
