import type {Split} from '../experiment/experiment-file.generated.js';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

/** Rows [begin, end) of a split. */
export interface Rows {
  readonly begin: number;
  readonly end: number;
}

export type Boundaries = Readonly<Record<SplitName, Rows>>;

/** Cuts the rows in time order. A share that ends between two rows is cut at the earlier one. */
export function splitRows(rows: number, split: Split): Boundaries {
  // The small addition undoes the rounding of sums such as 0.7 + 0.15.
  const train = Math.floor(rows * split.train + 1e-9);
  const validation = Math.floor(rows * (split.train + split.validation) + 1e-9);
  return {
    train: {begin: 0, end: train},
    validation: {begin: train, end: validation},
    test: {begin: validation, end: rows},
  };
}
