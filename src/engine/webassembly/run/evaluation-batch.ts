import type {TrainingEntry} from '../../../training/training-entry.js';

/** Windows per forward pass outside of training: as many as in a step, whose kernels then serve for both, if that is sensible. */
export function evaluationBatch({batchSize}: Pick<TrainingEntry, 'batchSize'>): number {
  return batchSize >= 16 && batchSize <= 256 ? batchSize : 64;
}
