import type {Path} from '../../document/path.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {timeReader} from '../1-source/reading/time-format.js';
import {type Boundaries, bySplit, type Rows, SPLITS, type SplitName} from './split.js';
import {missingSizes, type SplitSizes} from './split-sizes.js';

/** What cutting some rows takes besides sizes. */
export interface CutContext {
  readonly gap: number;
  /** When each row was, as its clock showed it; undefined where the source doesn't tell. */
  timeOf: ((row: number) => number) | undefined;
  /** Where the split, or a key of it, is written. */
  place(path?: Path, part?: 'key' | 'value'): Place;
}

/** Rows that are cut into splits: the first `rows` ones of a series, counted from 0. */
export function cutRows(rows: number, sizes: SplitSizes, context: CutContext): Checked<Boundaries> {
  // The time of the first training row is the first one, unless it is said.
  const needed = SPLITS.filter(split => split !== 'train' || sizes.form !== 'times');
  const missing = missingSizes(sizes, needed, context.place([], 'key'));
  if (missing.length > 0) return bad(missing);
  switch (sizes.form) {
    case 'shares': {
      const all = bySplit(split => sizes.of[split] ?? 0);
      const sum = all.train + all.validation + all.test;
      if (Math.abs(sum - 1) > 1e-6)
        return bad([{message: `the shares sum to ${Number(sum.toPrecision(6))}, not to 1`, place: context.place()}]);
      return good(cutByShares(rows, all, context.gap));
    }
    case 'counts': {
      const all = bySplit(split => sizes.of[split] ?? 0);
      const {gap} = context;
      const sum = all.train + gap + all.validation + gap + all.test;
      if (sum > rows) {
        const gaps = gap > 0 ? ' with their gaps' : '';
        return bad([{message: `the splits have ${sum} rows${gaps}, but the data has ${rows}`, place: context.place()}]);
      }
      return good(cutByCounts(all, gap));
    }
    case 'times':
      return cutByTimes(rows, sizes.of, context);
  }
}

/** The rows of each split, by shares that are known to sum to 1; a share that ends between two rows is cut at the earlier one. */
export function cutByShares(rows: number, {train, validation}: Record<SplitName, number>, gap = 0): Boundaries {
  // The small addition undoes the rounding of sums such as 0.7 + 0.15.
  const second = Math.floor(rows * train + 1e-9);
  const third = Math.floor(rows * (train + validation) + 1e-9);
  return withGap({first: 0, second, third, end: rows}, gap);
}

/** One after the other; what is left over belongs to none. */
function cutByCounts({train, validation, test}: Record<SplitName, number>, gap: number): Boundaries {
  const second = train + gap;
  const third = second + validation + gap;
  return {
    train: {begin: 0, end: train},
    validation: {begin: second, end: second + validation},
    test: {begin: third, end: third + test},
  };
}

function withGap(
  {
    first,
    second,
    third,
    end,
  }: {readonly first: number; readonly second: number; readonly third: number; readonly end: number},
  gap: number,
): Boundaries {
  const rows = (from: number, to: number): Rows => ({begin: from, end: Math.max(from, to)});
  return {train: rows(first, second - gap), validation: rows(second, third - gap), test: rows(third, end)};
}

function cutByTimes(
  rows: number,
  times: Partial<Readonly<Record<SplitName, string>>>,
  {gap, timeOf, place}: CutContext,
): Checked<Boundaries> {
  if (!timeOf)
    return bad([
      {
        message: 'the split is told by times, but the data has none',
        place: place(),
        hint: 'name the column of times in data.time, or give shares or counts',
      },
    ]);
  const read = timeReader('iso');
  const found: Partial<Record<SplitName, number>> = {};
  for (const split of SPLITS) {
    const text = times[split];
    if (text === undefined) continue;
    const time = read?.(text.trim()) ?? Number.NaN;
    if (Number.isNaN(time))
      return bad([
        {
          message: `'${text}' is no time as ISO 8601 has it`,
          place: place([split]),
          hint: 'such as 2019-01-01 or 2019-01-01 12:00',
        },
      ]);
    found[split] = firstRow(rows, row => timeOf(row) >= time);
  }
  const {train = 0, validation = rows, test = rows} = found;
  if (train > validation || validation > test)
    return bad([
      {
        message: 'the times of the splits run backwards',
        place: place(),
        hint: 'train before validation before test',
      },
    ]);
  return good(withGap({first: train, second: validation, third: test, end: rows}, gap));
}

function firstRow(rows: number, fits: (row: number) => boolean): number {
  for (let row = 0; row < rows; row++) if (fits(row)) return row;
  return rows;
}
