import type {Path} from '../../document/path.js';
import {bad, type Checked, good, type Place, type Problem} from '../../document/problem.js';
import {type TimeAxis, wallTimes} from '../time-axis.js';
import {cutRows} from './cut-rows.js';
import {cutFold} from './folds.js';
import {type Boundaries, bySplit, type Rows, SPLITS} from './split.js';
import {type SplitEntry, USUAL_SHARES} from './split-option.js';
import {type SplitSizes, splitSizes} from './split-sizes.js';

/** The rows of one series, and its name where there are several. */
interface SeriesRows extends Rows {
  readonly name: string;
}

/** What splitting takes besides rows. */
export interface SplitContext {
  /** Which fold, counted from 1, where there are folds. */
  readonly fold: number | undefined;
  readonly time: TimeAxis | undefined;
  /** Where the split, or a key of it, is written. */
  place(path?: Path, part?: 'key' | 'value'): Place;
}

const USUAL_SIZES: SplitSizes = {form: 'shares', of: USUAL_SHARES};

/** Cuts each series in time order. Every split must have rows in each of them. */
export function splitSeries(
  series: readonly SeriesRows[],
  split: SplitEntry,
  context: SplitContext,
): Checked<readonly Boundaries[]> {
  const read = splitSizes(split, path => context.place(path));
  if (!read.ok) return read;
  const isUsual = !split.folds && SPLITS.every(name => split[name] === undefined);
  const sizes = isUsual ? USUAL_SIZES : read.value;
  const problems: Problem[] = [];
  const all = series.flatMap(own => {
    const cut = splitOne(own, split, sizes, context);
    if (!cut.ok)
      problems.push(
        ...cut.problems.map(one => (own.name === '' ? one : {...one, message: `series '${own.name}': ${one.message}`})),
      );
    return cut.ok ? [shifted(cut.value, own.begin)] : [];
  });
  if (problems.length === 0) return good(all);
  const [first] = problems;
  const more = problems.length - 1;
  if (series.length === 1) return bad(problems);
  return bad(more === 0 ? [first] : [{...first, message: `${first.message}, and so it is with ${more} more series`}]);
}

function splitOne(
  {begin, end}: SeriesRows,
  {gap, folds}: SplitEntry,
  sizes: SplitSizes,
  {fold, time, place}: SplitContext,
): Checked<Boundaries> {
  const rows = end - begin;
  const wall = time && wallTimes(time);
  const timeOf = wall && ((row: number) => wall[begin + row]);
  const cut =
    folds && fold !== undefined
      ? cutFold(rows, fold, folds, sizes, {gap, timeOf, place})
      : cutRows(rows, sizes, {gap, timeOf, place});
  if (!cut.ok) return cut;
  const empty = SPLITS.find(name => cut.value[name].begin >= cut.value[name].end);
  return empty === undefined
    ? cut
    : bad([{message: `the ${empty} split has no rows; the data has ${rows}`, place: place()}]);
}

function shifted(boundaries: Boundaries, by: number): Boundaries {
  return bySplit(split => ({begin: boundaries[split].begin + by, end: boundaries[split].end + by}));
}
