import type {Path} from '../../document/path.js';
import {bad, type Checked, good, type Place, type Problem} from '../../document/problem.js';
import {SPLITS, type SplitName} from './split.js';
import type {SplitEntry} from './split-option.js';

/** What says how large splits are, as far as it says so. */
export type SplitSizes =
  | {readonly form: 'shares' | 'counts'; readonly of: Partial<Readonly<Record<SplitName, number>>>}
  | {readonly form: 'times'; readonly of: Partial<Readonly<Record<SplitName, string>>>};

type Form = 'share' | 'count' | 'time';

/** The sizes of splits, all in one form; `place` tells where a key of the entry is written. */
export function splitSizes(entry: SplitEntry, place: (path: Path) => Place): Checked<SplitSizes> {
  const problems: Problem[] = [];
  const given = SPLITS.flatMap(split => {
    const value = entry[split];
    if (value === undefined) return [];
    const form = formOf(value);
    if (typeof value === 'string' && /^\s*[\d.]+\s*%\s*$/.test(value))
      problems.push({
        message: `${split} is ${value}: shares are written without %`,
        place: place([split]),
        hint: `${split}: ${Number((Number.parseFloat(value) / 100).toPrecision(12))}`,
      });
    else if (!form)
      problems.push({
        message: `${split} is ${value}: neither a share below 1 nor a whole number of rows`,
        place: place([split]),
      });
    return form ? [{split, value, form}] : [];
  });
  if (problems.length > 0) return bad(problems);
  const [first] = given;
  const other = given.find(({form}) => form !== first.form);
  if (first && other)
    return bad([
      {
        message: `${first.split} is a ${first.form}, but ${other.split} is a ${other.form}`,
        place: place([other.split]),
        hint: 'give all of them as shares, as counts of rows, or as times',
      },
    ]);
  const numbers: Partial<Record<SplitName, number>> = {};
  const texts: Partial<Record<SplitName, string>> = {};
  for (const {split, value} of given)
    if (typeof value === 'number') numbers[split] = value;
    else texts[split] = value;
  if (first?.form === 'time') return good({form: 'times', of: texts});
  return good({form: first?.form === 'count' ? 'counts' : 'shares', of: numbers});
}

function formOf(value: number | string): Form | undefined {
  if (typeof value === 'string') return 'time';
  if (value < 1) return 'share';
  return Number.isSafeInteger(value) ? 'count' : undefined;
}

/** The splits without a size where each needs one. */
export function missingSizes(sizes: SplitSizes, needed: readonly SplitName[], place: Place): Problem[] {
  return needed
    .filter(split => sizes.of[split] === undefined)
    .map(split => ({
      message: `missing key '${split}'`,
      place,
      hint:
        sizes.form === 'times'
          ? `the time of the first ${split} row`
          : `its rows, as ${sizes.form === 'counts' ? 'a count' : 'a share'}`,
    }));
}
