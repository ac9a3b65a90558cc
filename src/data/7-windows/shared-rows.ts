import {bytesHash, contentHash} from '../../document/content-hash.js';
import {bySplit, type SplitName} from '../4-split/split.js';
import type {Dataset} from '../dataset.js';
import type {Windows} from './windows.js';

/** What windows forecast, and of which data. */
interface MeasuredOn {
  readonly dataset: Dataset;
  readonly windows: Windows;
}

/** Target rows that others are measured on, too, in order; and a name that is equal for equal rows with equal values. */
export interface SharedRows {
  readonly name: string;
  readonly rows: Int32Array;
}

/** The splits on which combinations are compared; what training saw differs with every window. */
export const COMPARED_SPLITS = ['validation', 'test'] as const satisfies readonly SplitName[];

/** Per compared split in which not all are measured on the same rows. */
export type SharedRowsBySplit = Readonly<Partial<Record<(typeof COMPARED_SPLITS)[number], SharedRows>>>;

/** The rows of the data set that windows of a split forecast; of several in a row the first one stands for all. */
export function targetRows({starts, targetOffsets: [first]}: Windows, split: SplitName): Int32Array {
  return starts[split].map(start => start + first);
}

/** Names the rows of a data set, as its source counts them, with the target's values in them: the same in any file that has them. */
function rowsName({sourceRows, targets: [{values: measured}]}: Dataset, rows: Int32Array): string {
  const numbers = rows.map(row => sourceRows?.[row] ?? row);
  const values = Float64Array.from(rows, row => measured[row]);
  return contentHash([bytesHash(numbers), bytesHash(values)]);
}

/** The rows that one of several measurements is made on. */
export interface MeasuredRows {
  /** Equal for equal rows with equal values. */
  readonly names: Readonly<Record<SplitName, string>>;
  /** Those that all measurements of the same source and target column have, with the same value: what can be compared. */
  readonly shared: SharedRowsBySplit;
}

/** What each of some measurements is made on. */
export function measuredRows(all: readonly MeasuredOn[]): MeasuredRows[] {
  // Combinations share data sets and windows: each distinct pair is looked at once.
  const numbers = new Map<Windows, number>();
  for (const {windows} of all) if (!numbers.has(windows)) numbers.set(windows, numbers.size);
  const keyOf = ({dataset, windows}: MeasuredOn) => `${dataset.key} ${numbers.get(windows)}`;
  const distinct = [...new Map(all.map(one => [keyOf(one), one])).values()];
  const names = distinct.map(one => bySplit(split => rowsName(one.dataset, targetRows(one.windows, split))));
  const sources = new Map<string, number[]>();
  distinct.forEach(({dataset}, index) => {
    const key = `${dataset.sha256} ${dataset.targets[0].name}`;
    sources.set(key, [...(sources.get(key) ?? []), index]);
  });
  const found = new Map<string, MeasuredRows>();
  for (const alike of sources.values()) {
    const differing = COMPARED_SPLITS.filter(split => new Set(alike.map(index => names[index][split])).size > 1);
    const shared = differing.map(
      split =>
        [
          split,
          sharedBy(
            alike.map(index => distinct[index]),
            split,
          ),
        ] as const,
    );
    alike.forEach((index, at) => {
      const own = Object.fromEntries(shared.map(([split, rows]) => [split, rows[at]]));
      found.set(keyOf(distinct[index]), {names: names[index], shared: own});
    });
  }
  return all.map(one => found.get(keyOf(one)) ?? {names: bySplit(() => ''), shared: {}});
}

/** The target rows that all have with the same value, as each data set counts them. */
function sharedBy(alike: readonly MeasuredOn[], split: SplitName): SharedRows[] {
  const numberOf = ({sourceRows}: Dataset, row: number) => sourceRows?.[row] ?? row;
  const most = alike.reduce((last, {dataset}) => Math.max(last, numberOf(dataset, dataset.rows - 1)), 0);
  const counts = new Int32Array(most + 1);
  const values = new Float64Array(most + 1);
  for (const {dataset, windows} of alike)
    for (const row of targetRows(windows, split)) {
      const number = numberOf(dataset, row);
      const value = dataset.targets[0].values[row];
      if (counts[number] === 0) values[number] = value;
      if (values[number] === value) counts[number]++;
    }
  return alike.map(({dataset, windows}) => {
    const rows = targetRows(windows, split).filter(row => counts[numberOf(dataset, row)] === alike.length);
    return {name: rowsName(dataset, rows), rows};
  });
}
