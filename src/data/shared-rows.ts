import {contentHash, sha256} from '../experiment/content-hash.js';
import type {Dataset} from './dataset.js';
import {SPLITS, type SplitName} from './split.js';
import type {Windows} from './windows.js';

/** What windows forecast, and of which data. */
export interface MeasuredOn {
  readonly dataset: Dataset;
  readonly windows: Windows;
}

/** Target rows that others are measured on, too, in order; and a name that is equal for equal rows with equal values. */
export interface SharedRows {
  readonly name: string;
  readonly rows: Int32Array;
}

/** Per split in which not all are measured on the same rows. */
export type SharedRowsBySplit = Readonly<Partial<Record<SplitName, SharedRows>>>;

/** The rows of the data set that windows of a split forecast. */
export function targetRows({starts, targetOffset}: Windows, split: SplitName): Int32Array {
  return starts[split].map(start => start + targetOffset);
}

/** Names the rows of a data set, as its source counts them, with the target's values in them. */
export function rowsName({sha256: source, sourceRows, targetColumn, targetValues}: Dataset, rows: Int32Array): string {
  const numbers = rows.map(row => sourceRows?.[row] ?? row);
  const values = Float64Array.from(rows, row => targetValues[row]);
  return contentHash([source, targetColumn, bytesHash(numbers), bytesHash(values)]);
}

function bytesHash({buffer, byteOffset, byteLength}: Int32Array | Float64Array): string {
  return sha256(new Uint8Array(buffer, byteOffset, byteLength));
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
    const key = `${dataset.sha256} ${dataset.targetColumn}`;
    sources.set(key, [...(sources.get(key) ?? []), index]);
  });
  const found = new Map<string, MeasuredRows>();
  for (const alike of sources.values()) {
    const differing = SPLITS.filter(split => new Set(alike.map(index => names[index][split])).size > 1);
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

function bySplit(name: (split: SplitName) => string): Record<SplitName, string> {
  return {train: name('train'), validation: name('validation'), test: name('test')};
}

/** The target rows that all have, as each data set counts them. */
function sharedBy(alike: readonly MeasuredOn[], split: SplitName): SharedRows[] {
  const keyOf = ({sourceRows, targetValues}: Dataset, row: number) =>
    `${sourceRows?.[row] ?? row} ${targetValues[row]}`;
  const counts = new Map<string, number>();
  for (const {dataset, windows} of alike)
    for (const row of targetRows(windows, split)) {
      const key = keyOf(dataset, row);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  return alike.map(({dataset, windows}) => {
    const rows = targetRows(windows, split).filter(row => counts.get(keyOf(dataset, row)) === alike.length);
    return {name: rowsName(dataset, rows), rows};
  });
}
