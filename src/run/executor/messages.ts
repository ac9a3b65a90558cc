import type {Dataset} from '../../data/dataset.js';
import type {Trained} from '../../engine/trained.js';
import type {TrialGroup} from '../groups/trial-groups.js';

/** What the main process says to a worker. */
export type ToWorker =
  | {readonly type: 'dataset'; readonly dataset: Dataset}
  /** All data sets so far. */
  | {readonly type: 'forget'}
  | ({readonly type: 'train'} & Pick<TrialGroup, 'trials' | 'sharedRows' | 'engine' | 'room'>);

/** What a worker answers. */
export type FromWorker =
  | {readonly type: 'ready'}
  | {readonly type: 'steps'; readonly steps: number}
  | {readonly type: 'trained'; readonly trained: readonly Trained[]}
  | {readonly type: 'broken'; readonly reason: string};
