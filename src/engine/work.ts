import type {TrainingSetup} from '../training/training-session.js';

/** What is known of trainings before they are done: trials that differ in their seeds only. */
export interface Work extends Pick<TrainingSetup, 'graph' | 'windows' | 'training'> {
  readonly trials: number;
  /** Of all works of a sweep that one program can train, this one's included. */
  readonly alike: number;
}
