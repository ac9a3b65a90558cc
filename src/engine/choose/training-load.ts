import type {TrainingSetup} from '../../training/setup.js';

/** The loads of a sweep, one per combination, which are worked out where it matters what they are. */
export interface Loads {
  readonly count: number;
  all(): readonly TrainingLoad[];
}

/** What is known of trainings before they are done: trials that differ in their seeds only. */
export interface TrainingLoad extends Pick<TrainingSetup, 'graph' | 'windows' | 'training'> {
  readonly trials: number;
  /** How many trials of a sweep one program can train, this load's included. */
  readonly alike: number;
}
