import {COMPARED_SPLITS} from '../../data/shared-rows.js';
import {SPLITS} from '../../data/split.js';
import type {TrialRecord} from '../../run/journal.js';
import {METRIC_NAMES} from '../../training/metrics/index.js';

/** How close the numbers of a training that is done again have to be. */
export type Precision = 'same bits' | 'tolerance';

/** Where bits are not promised: relative, as README.md states it for metrics between backends and engines. */
export const RELATIVE_TOLERANCE = 1e-4;

/** The first number that didn't come back. */
export interface Difference {
  /** Counted from 1; null after the training, in the metrics. */
  readonly epoch: number | null;
  /** `loss`, `validation_loss`, a metric as tables call it, or what else is told of a trial. */
  readonly what: string;
  readonly recorded: string | number | null;
  readonly now: string | number | null;
}

export interface TrialCheck {
  /** Whether every number has the same bits. */
  readonly sameBits: boolean;
  /** The first number that is further off than the precision allows. */
  readonly difference: Difference | null;
}

/** Compares a trial's record with that of the same trial trained again, in the order in which the numbers came to be. */
export function compareTrials(recorded: TrialRecord, now: TrialRecord, precision: Precision): TrialCheck {
  let sameBits = true;
  for (const difference of numbersOf(recorded, now)) {
    if (difference.recorded === difference.now) continue;
    sameBits = false;
    if (precision === 'same bits' || !isClose(difference)) return {sameBits, difference};
  }
  return {sameBits, difference: null};
}

function isClose({what, recorded, now}: Difference): boolean {
  if (typeof recorded !== 'number' || typeof now !== 'number') return false;
  // These are shares, and can be 0.
  const isShare = /_(r2|directional_accuracy)$/.test(what);
  const scale = Math.max(Math.abs(recorded), Math.abs(now), isShare ? 1 : 0);
  return Math.abs(recorded - now) <= RELATIVE_TOLERANCE * scale;
}

function* numbersOf(recorded: TrialRecord, now: TrialRecord): Generator<Difference> {
  for (let index = 0; index < Math.max(recorded.history.length, now.history.length); index++) {
    const [before, after] = [recorded.history[index], now.history[index]];
    const epoch = index + 1;
    if (!before || !after) {
      yield {epoch, what: 'epochs', recorded: recorded.history.length, now: now.history.length};
      return;
    }
    yield {epoch, what: 'loss', recorded: before.loss, now: after.loss};
    yield {epoch, what: 'validation_loss', recorded: before.validation_loss, now: after.validation_loss};
  }
  yield {epoch: null, what: 'status', recorded: recorded.status, now: now.status};
  if (recorded.status === 'failed' || now.status === 'failed') {
    const error = (trial: TrialRecord) => (trial.status === 'failed' ? trial.error.message : null);
    yield {epoch: null, what: 'error', recorded: error(recorded), now: error(now)};
    return;
  }
  for (const what of ['measured_epoch', 'steps'] as const)
    yield {epoch: null, what, recorded: recorded.diagnostics[what], now: now.diagnostics[what]};
  for (const split of SPLITS) {
    for (const name of METRIC_NAMES) {
      const what = `${split}_${name}`;
      yield {epoch: null, what, recorded: recorded.metrics[split][name], now: now.metrics[split][name]};
    }
    const [before, after] = [recorded.metrics[split].standardized, now.metrics[split].standardized];
    for (const name of ['mse', 'rmse', 'mae'] as const)
      yield {epoch: null, what: `standardized ${split}_${name}`, recorded: before[name], now: after[name]};
  }
  for (const split of COMPARED_SPLITS) {
    const [before, after] = [recorded.shared?.[split], now.shared?.[split]];
    yield {epoch: null, what: `shared ${split} rows`, recorded: before?.name ?? null, now: after?.name ?? null};
    if (!before || !after) continue;
    for (const name of METRIC_NAMES)
      yield {epoch: null, what: `shared ${split}_${name}`, recorded: before.metrics[name], now: after.metrics[name]};
  }
}
