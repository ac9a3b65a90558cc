/** What early stopping remembers between epochs; as Keras' EarlyStopping on the validation loss. */
export interface Patience {
  readonly best: number;
  readonly bestEpoch: number;
  readonly waited: number;
}

export const freshPatience: Patience = {best: Number.POSITIVE_INFINITY, bestEpoch: -1, waited: 0};

/** After an epoch: whether it was the best so far, and whether patience is at its end. */
export function afterEpoch(
  before: Patience,
  epoch: number,
  loss: number,
  {patience, minDelta}: {patience: number; minDelta: number},
): {now: Patience; improved: boolean; stop: boolean} {
  if (loss < before.best - minDelta)
    return {now: {best: loss, bestEpoch: epoch, waited: 0}, improved: true, stop: false};
  const waited = before.waited + 1;
  return {now: {...before, waited}, improved: false, stop: waited >= patience};
}

/** The epoch whose weights come back at the end; undefined where the last ones are wanted, or no epoch was the best. */
export function restoredEpoch(
  earlyStopping: {restoreBestWeights: boolean} | undefined,
  bestEpoch: number,
): number | undefined {
  return earlyStopping?.restoreBestWeights && bestEpoch > 0 ? bestEpoch : undefined;
}
