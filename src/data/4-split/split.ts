export const SPLITS = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof SPLITS)[number];

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

/** How many of some rows are in no split: before, between, and after them. */
export function rowsInNoSplit(
  {train, validation, test}: Boundaries,
  {begin, end}: Rows,
): {
  readonly before: number;
  readonly between: number;
  readonly after: number;
} {
  return {
    before: train.begin - begin,
    between: validation.begin - train.end + test.begin - validation.end,
    after: end - test.end,
  };
}
