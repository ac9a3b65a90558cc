import type {Linkage} from '../emit/program.js';
import type {Place} from '../memory/layout.js';

/** How far `advance` got. */
export const STATUS = {running: 0, wantsEpochs: 1, finished: 2, diverged: 3} as const;

/** What the loop of epochs keeps in memory, and the host sets and reads: 32-bit numbers, and doubles. */
const INTEGERS = [
  'epochs',
  'epoch',
  'step',
  /** Epochs whose inputs are laid out and not yet begun, and where the next one's are. */
  'stagedEpochs',
  'staged',
  /** -1 without early stopping. */
  'patience',
  'waited',
  'bestEpoch',
  /** Addresses of doubles per epoch. */
  'losses',
  'validationLosses',
] as const;
const DOUBLES = ['minDelta', 'best'] as const;

export type ControlInteger = (typeof INTEGERS)[number];
export type ControlDouble = (typeof DOUBLES)[number];

/** Where each of them is. */
export interface ControlPlaces {
  readonly integers: Readonly<Record<ControlInteger, Place>>;
  readonly doubles: Readonly<Record<ControlDouble, Place>>;
  readonly keptWeights: Place;
  /** Start rows of the validation windows, in whole batches. */
  readonly validationStarts: Place;
  /** Room for their forecasts. */
  readonly validationForecasts: Place;
}

/** The sizes of a training's loops. */
export interface ControlSizes {
  readonly wholeSteps: number;
  readonly hasRemainder: boolean;
  readonly trainingRows: number;
  /** Windows per forward pass outside of training. */
  readonly evaluationBatch: number;
  readonly validationRows: number;
  /** Inputs that change from epoch to epoch, in the order in which they are laid out. */
  readonly perEpoch: readonly string[];
}

/** A number of windows rounded up to whole batches. */
export function wholeBatches(windows: number, batch: number): number {
  return Math.ceil(windows / batch) * batch;
}

/** Reserves the memory that control needs. */
export function placesOf(linkage: Linkage, sizes: ControlSizes, weights: Place): ControlPlaces {
  const integers = linkage.reserve(4 * INTEGERS.length);
  const doubles = linkage.reserve(8 * DOUBLES.length);
  const padded = 4 * wholeBatches(sizes.validationRows, sizes.evaluationBatch);
  const place = (bytes: number): Place => ({address: linkage.reserve(bytes), bytes});
  return {
    integers: Object.fromEntries(
      INTEGERS.map((name, at) => [name, {address: integers + 4 * at, bytes: 4}]),
    ) as ControlPlaces['integers'],
    doubles: Object.fromEntries(
      DOUBLES.map((name, at) => [name, {address: doubles + 8 * at, bytes: 8}]),
    ) as ControlPlaces['doubles'],
    keptWeights: place(weights.bytes),
    validationStarts: place(padded),
    validationForecasts: place(padded),
  };
}
