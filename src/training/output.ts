import type {SplitName} from '../data/4-split/split.js';
import type {EpochVector, EpochVectorName, TrainingContract} from './contract.js';
import type {Looks} from './diagnosis/diagnosis-numbers.js';

/** What comes back of an epoch: the contract's vectors by name. */
export type EpochVectors = Readonly<Record<EpochVectorName, readonly number[]>>;

/** The vectors of an epoch, each from what the contract says of it. */
export function epochVectorsOf(
  {epochVectors}: Pick<TrainingContract, 'epochVectors'>,
  numbersOf: (vector: EpochVector) => readonly number[],
): EpochVectors {
  const named = epochVectors.map(vector => [vector.name, numbersOf(vector)] as const);
  // The contract has one of each name.
  return Object.fromEntries(named) as EpochVectors;
}

/** What an engine gives back of a training, not yet measured. */
export type TrainingOutput =
  | {readonly status: 'diverged'; readonly history: readonly EpochVectors[]}
  | {
      readonly status: 'finished';
      readonly history: readonly EpochVectors[];
      /** What was seen of layers; not where nobody looked. */
      readonly looks: Looks | undefined;
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
