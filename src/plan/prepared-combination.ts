import type {MeasuredRows} from '../data/8-windows/shared-rows.js';
import type {Combination} from '../experiment/combination.js';
import type {TrainingSetup} from '../training/setup.js';
import type {Trial} from './trial.js';

/** A combination of parameters with everything that its trainings need. */
export interface PreparedCombination {
  readonly combination: Combination;
  /** The setup of its first trial; the others differ in their seeds alone. */
  readonly setup: TrainingSetup;
  /** One per seed. */
  readonly trials: readonly Trial[];
  /** The target rows that its metrics are of. */
  readonly measured: MeasuredRows;
}
