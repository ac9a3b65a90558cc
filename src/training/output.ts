import type {SplitName} from '../data/4-split/split.js';
import type {TrainingContract} from './contract.js';

/** What comes back of an epoch: the contract's vectors by name. */
export type EpochVectors = Readonly<Record<string, readonly number[]>>;

/** What an engine gives back of a training, not yet measured. */
export type TrainingOutput =
  | {readonly status: 'diverged'; readonly history: readonly EpochVectors[]}
  | {
      readonly status: 'finished';
      readonly history: readonly EpochVectors[];
      /** The epoch whose weights these are, and made these forecasts. */
      readonly measuredEpoch: number;
      /** The forecasts of every window of a split, [windows, width], standardized, in time order. */
      readonly forecasts: Readonly<Record<SplitName, Float32Array>>;
      /** In the order of Keras' get_weights. */
      readonly weights: readonly Float32Array[];
    };

/** Whether the training ends here, since a number that must be finite is not. */
export function hasDiverged(vectors: EpochVectors, {epochVectors}: Pick<TrainingContract, 'epochVectors'>): boolean {
  return epochVectors.some(({name, mustBeFinite}) => mustBeFinite && !vectors[name].every(Number.isFinite));
}
