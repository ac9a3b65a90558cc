import {fraction, objectSchema, type Static} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place, type Problem} from '../../document/problem.js';

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

/** The splits of each series as they are told: one series as older versions did, which knew no others. */
export type ToldBoundaries = Boundaries | readonly Boundaries[];

/** The splits of each series as they are told. */
export function toldBoundaries(series: readonly Boundaries[]): ToldBoundaries {
  return series.length === 1 ? series[0] : series;
}

/** The splits of each series, from what is told of them. */
export function boundariesOf(told: ToldBoundaries): readonly Boundaries[] {
  return isSeveral(told) ? told : [told];
}

function isSeveral(told: ToldBoundaries): told is readonly Boundaries[] {
  return Array.isArray(told);
}

/** What is made of every split. */
export function bySplit<T>(make: (split: SplitName) => T): Record<SplitName, T> {
  return {train: make('train'), validation: make('validation'), test: make('test')};
}

/** The rows of one series, and its name where there are several. */
interface SeriesRows extends Rows {
  readonly name: string;
}

/** Cuts each series in time order. Every split must have rows in each of them. */
export function splitSeries(
  series: readonly SeriesRows[],
  split: SplitEntry,
  place: Place,
): Checked<readonly Boundaries[]> {
  const problems: Problem[] = [];
  const all = series.flatMap(({name, begin, end}) => {
    const cut = splitRows(end - begin, split, place);
    if (!cut.ok)
      problems.push(
        ...cut.problems.map(one => (name === '' ? one : {...one, message: `series '${name}': ${one.message}`})),
      );
    return cut.ok ? [shifted(cut.value, begin)] : [];
  });
  if (problems.length === 0) return good(all);
  const [first] = problems;
  const more = problems.length - 1;
  return bad(more === 0 ? [first] : [{...first, message: `${first.message}, and so it is with ${more} more series`}]);
}

function shifted(boundaries: Boundaries, by: number): Boundaries {
  return bySplit(split => ({begin: boundaries[split].begin + by, end: boundaries[split].end + by}));
}

/** Cuts the rows in time order; a share that ends between two rows is cut at the earlier one. Every split must have rows. */
function splitRows(rows: number, split: SplitEntry, place: Place): Checked<Boundaries> {
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
