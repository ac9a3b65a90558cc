import {fraction, objectSchema, type Static} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';

export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

const splitSchema = objectSchema({
  train: {...fraction, description: 'Share of the rows to learn from, the earliest ones.'},
  validation: {...fraction, description: 'Share of the rows that early stopping watches, the middle ones.'},
  test: {...fraction, description: 'Share of the rows that the results are measured on, the latest ones.'},
});

export type SplitEntry = Static<typeof splitSchema>;

/** `data.split`, an option of every source. */
export const splitOption = {
  ...splitSchema,
  default: {train: 0.7, validation: 0.15, test: 0.15},
  description: 'Shares of the rows, in time order, never shuffled; they sum to 1.',
} as const;

/** Rows [begin, end) of a split. */
export interface Rows {
  readonly begin: number;
  readonly end: number;
}

export type Boundaries = Readonly<Record<SplitName, Rows>>;

/** What is made of every split. */
export function bySplit<T>(make: (split: SplitName) => T): Record<SplitName, T> {
  return {train: make('train'), validation: make('validation'), test: make('test')};
}

/** Cuts the rows in time order; a share that ends between two rows is cut at the earlier one. Every split must have rows. */
export function splitRows(rows: number, split: SplitEntry, place: Place): Checked<Boundaries> {
  const sum = split.train + split.validation + split.test;
  if (Math.abs(sum - 1) > 1e-6)
    return bad([{message: `the shares sum to ${Number(sum.toPrecision(6))}, not to 1`, place}]);
  const boundaries = cutRows(rows, split);
  const empty = SPLITS.find(name => boundaries[name].begin >= boundaries[name].end);
  return empty === undefined
    ? good(boundaries)
    : bad([{message: `the ${empty} split has no rows; the data has ${rows}`, place}]);
}

/** The rows of each split, by shares that are known to fit. */
export function cutRows(rows: number, split: SplitEntry): Boundaries {
  // The small addition undoes the rounding of sums such as 0.7 + 0.15.
  const train = Math.floor(rows * split.train + 1e-9);
  const validation = Math.floor(rows * (split.train + split.validation) + 1e-9);
  return {
    train: {begin: 0, end: train},
    validation: {begin: train, end: validation},
    test: {begin: validation, end: rows},
  };
}
