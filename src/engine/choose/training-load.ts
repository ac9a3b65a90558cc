import type {TrainingSetup} from '../../training/setup.js';

/** What is known of trainings before they are done: trials that differ in their seeds only. */
export interface TrainingLoad extends Pick<TrainingSetup, 'graph' | 'windows' | 'training'> {
  readonly trials: number;
  /** Of all loads of a sweep that one program can train, this one's included. */
  readonly alike: number;
}
