import type {EpochVectorName, TrainingContract} from '../../../training/contract.js';
import {type DiagnosisVector, diagnosisVectors} from '../../../training/diagnosis/diagnosis-plan.js';
import type {Linkage} from '../emit/program.js';
import type {Region} from '../memory/layout.js';

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
  /** 0 without early stopping. */
  'patience',
  'waited',
  'bestEpoch',
  /** The epoch before which layers are looked at next, and after how many it is again. */
  'nextLook',
  'lookEvery',
  /** Address of the next epoch's vectors, doubles one after the other. */
  'history',
] as const;
const DOUBLES = ['minDelta', 'best'] as const;

export type ControlInteger = (typeof INTEGERS)[number];
export type ControlDouble = (typeof DOUBLES)[number];

/** Where each of them is. */
export interface ControlRegions {
  readonly integers: Readonly<Record<ControlInteger, Region>>;
  readonly doubles: Readonly<Record<ControlDouble, Region>>;
  readonly keptWeights: Region;
  /** Start rows of the validation windows, in whole batches. */
  readonly validationStarts: Region;
  /** Room for their forecasts, [windows, width]. */
  readonly validationForecasts: Region;
}

/** A number of windows rounded up to whole batches. */
export function wholeBatches(windows: number, batch: number): number {
  return Math.ceil(windows / batch) * batch;
}

/** Where an epoch's vectors lie, in doubles from where the epoch's begin; and how many doubles all of them are. */
export function historyLayout({epochVectors, diagnosis}: TrainingContract): {
  readonly offsets: ReadonlyMap<EpochVectorName | DiagnosisVector, number>;
  readonly length: number;
} {
  const offsets = new Map<EpochVectorName | DiagnosisVector, number>();
  let length = 0;
  for (const vector of [...epochVectors, ...diagnosisVectors(diagnosis)]) {
    offsets.set(vector.name, length);
    length += vector.length;
  }
  return {offsets, length};
}

/** Reserves the memory that control needs. `forecasted` windows are forecast at once. */
export function regionsOf(
  linkage: Linkage,
  {sizes}: TrainingContract,
  forecasted: number,
  weights: Region,
): ControlRegions {
  const reserve = (bytes: number): Region => ({address: linkage.reserve(bytes), bytes});
  const padded = wholeBatches(sizes.validationWindows, forecasted);
  return {
    integers: split(reserve(4 * INTEGERS.length), INTEGERS, 4),
    doubles: split(reserve(8 * DOUBLES.length), DOUBLES, 8),
    keptWeights: reserve(weights.bytes),
    validationStarts: reserve(4 * padded),
    validationForecasts: reserve(4 * padded * sizes.width),
  };
}

function split<Name extends string>({address}: Region, names: readonly Name[], bytes: number): Record<Name, Region> {
  const regions = names.map((name, at) => [name, {address: address + bytes * at, bytes}] as const);
  return Object.fromEntries(regions) as Record<Name, Region>;
}
