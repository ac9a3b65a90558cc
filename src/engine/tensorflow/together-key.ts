import type {TrainingSetup} from '../../training/training-session.js';
import {programKey} from '../program-key.js';

/** Equal for trials that can be trained together: by one program, on the same data, for as long. */
export function togetherKey(setup: Omit<TrainingSetup, 'seed'>): string {
  const {dataset, windows, training} = setup;
  // Windows begin at equal distances.
  const windowsOf = Object.values(windows.starts).map(starts => [starts[0], starts[1], starts.length]);
  return JSON.stringify([programKey(setup), dataset.key, windowsOf, training.epochs, training.earlyStopping]);
}
