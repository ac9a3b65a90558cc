import type {Dataset} from '../data/dataset.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';

/** What the main process says to a worker. */
export type ToWorker =
  | {readonly type: 'dataset'; readonly dataset: Dataset}
  | {readonly type: 'train'; readonly trial: Trial};

/** What a worker answers. */
export type FromWorker =
  | {readonly type: 'ready'}
  | {readonly type: 'steps'; readonly steps: number}
  | {readonly type: 'outcome'; readonly outcome: Outcome}
  | {readonly type: 'broken'; readonly reason: string};
