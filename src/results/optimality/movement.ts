import {meanOf} from '../../data/statistics.js';
import type {TrialRecord} from '../../run/records/trial-record.js';

/** Whether a training had stopped moving when it ended, and where. */
export const MOVEMENTS = ['converged', 'still improving', 'stuck', 'diverged'] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** A loss that falls by more than this share, from the tenth of the epochs before the last one to the last one, still improves. */
const STILL_FALLING = 0.01;
/** A loss that is above the best known one by more than this share is another optimum, or none. */
export const NEAR_OPTIMUM = 0.1;
/** Fewer epochs have no tenths to be compared. */
const FEWEST_EPOCHS = 10;

/** The rule: docs/explanations.md. Null where it can't be told: too few epochs, losses that are no numbers, or weights of an earlier epoch. */
export function movementOf(trial: TrialRecord, best: number | null): Movement | null {
  if (trial.status === 'failed') return trial.error.type === 'diverged' ? 'diverged' : null;
  const losses = trial.history.map(({loss}) => loss);
  const tenth = Math.max(1, Math.floor(losses.length / 10));
  const [before, last] = [losses.slice(-2 * tenth, -tenth), losses.slice(-tenth)].map(meanOrNull);
  if (losses.length < FEWEST_EPOCHS || before === null || last === null) return null;
  const {training_loss: reached = null, epochs, measured_epoch: measured} = trial.diagnostics;
  // Weights that early stopping went back to were left, and not stayed at.
  if (measured < epochs) return null;
  if (before - last > STILL_FALLING * before) return 'still improving';
  if (best === null || reached === null) return null;
  // At the very end a step may have gone astray: the epoch that led there counts, too.
  return Math.min(reached, last) <= best * (1 + NEAR_OPTIMUM) ? 'converged' : 'stuck';
}

function meanOrNull(losses: readonly (number | null)[]): number | null {
  const numbers = losses.filter(loss => loss !== null);
  return numbers.length < losses.length || numbers.length === 0 ? null : meanOf(numbers);
}
