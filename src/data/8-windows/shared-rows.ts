import {bytesHash, contentHash} from '../../document/content-hash.js';
import {groupBy} from '../../document/group-by.js';
import {bySplit, type SplitName} from '../4-split/split.js';
import type {Dataset} from '../dataset.js';
import type {Windows} from './windows.js';

/** What windows forecast, and of which data. */
export interface MeasuredOn {
  readonly dataset: Dataset;
  readonly windows: Windows;
  /** Folds are measured on rows of their own: none shares any with another. */
  readonly fold?: number | undefined;
}

/** Target rows that others are measured on, too, in order; and a name that is equal for equal rows with equal values. */
export interface SharedRows {
  readonly name: string;
  /** The first one of each window. */
  readonly rows: Int32Array;
  /** How many steps of each window all of them forecast. */
  readonly steps: number;
}

/** The splits on which combinations are compared; what training saw differs with every window. */
export const COMPARED_SPLITS = ['validation', 'test'] as const satisfies readonly SplitName[];
export type ComparedSplit = (typeof COMPARED_SPLITS)[number];

/** Per compared split in which not all are measured on the same rows. */
export type SharedRowsBySplit = Readonly<Partial<Record<ComparedSplit, SharedRows>>>;

/** The rows of the data set that windows of a split forecast; of several in a row the first one stands for all. */
export function targetRows({starts, targetOffsets: [first]}: Windows, split: SplitName): Int32Array {
  return starts[split].map(start => start + first);
}

/** Names rows of a data set, as they are told, with the targets' values in them: the same in any file that has them. */
function rowsName({targets}: Dataset, rows: Int32Array, steps: readonly number[], told: Told): string {
  const numbers =
    told.of === 'source' ? rows.map(row => told.number(row)) : Float64Array.from(rows, row => told.number(row));
  const values = targets.map(({values: measured}) => bytesHash(Float64Array.from(rows, row => measured[row])));
  // One step is the row itself: nothing that a name must tell.
  return contentHash([bytesHash(numbers), ...values, ...(steps.length > 1 ? [steps] : [])]);
}

/** How far the steps of a window lie behind the first one. */
function stepsOf({targetOffsets}: Windows): readonly number[] {
  return Array.from(targetOffsets, offset => offset - targetOffsets[0]);
}

/** How rows are told, so that those of several data sets of one source can be compared: as it counts them, or by series and time. */
interface Told {
  readonly of: 'source' | 'time';
  number(row: number): number;
}

/** How the rows of data sets of the same source are told: by their times where one has rows that the source has not. */
function toldRows(datasets: readonly Dataset[]): Map<Dataset, Told> {
  const byTime = datasets.some(({isMade}) => isMade) && datasets.every(({time}) => time !== undefined);
  const names = new Set(datasets.flatMap(({series}) => series.map(({name}) => name)));
  // Whole milliseconds leave room for the series behind the point.
  const shares = new Map([...names].map((name, index) => [name, index / names.size]));
  const told = ({sourceRows, time, series}: Dataset): Told => {
    if (!byTime || !time) return {of: 'source', number: row => sourceRows?.[row] ?? row};
    const numbers = time.values.slice();
    for (const {name, begin, end} of series)
      for (let row = begin; row < end; row++) numbers[row] += shares.get(name) ?? 0;
    return {of: 'time', number: row => numbers[row]};
  };
  return new Map(datasets.map(dataset => [dataset, told(dataset)]));
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
  const keyOf = ({dataset, windows, fold}: MeasuredOn) => `${dataset.key} ${numbers.get(windows)} ${fold ?? ''}`;
  const sourceOf = ({dataset, fold}: MeasuredOn) =>
    `${dataset.sha256} ${JSON.stringify(dataset.targets.map(({name}) => name))} ${fold ?? ''}`;
  const distinct = [...new Map(all.map(one => [keyOf(one), one])).values()];
  const found = new Map<string, MeasuredRows>();
  for (const alike of groupBy(distinct, sourceOf).values()) {
    const told = toldRows([...new Set(alike.map(({dataset}) => dataset))]);
    const toldOf = (dataset: Dataset): Told => told.get(dataset) ?? {of: 'source', number: row => row};
    const names = alike.map(({dataset, windows}) =>
      bySplit(split => rowsName(dataset, targetRows(windows, split), stepsOf(windows), toldOf(dataset))),
    );
    const differing = COMPARED_SPLITS.filter(split => new Set(names.map(own => own[split])).size > 1);
    const shared = differing.map(split => [split, sharedBy(alike, split, toldOf)] as const);
    alike.forEach((one, at) => {
      const own = Object.fromEntries(shared.map(([split, rows]) => [split, rows[at]]));
      found.set(keyOf(one), {names: names[at], shared: own});
    });
  }
  return all.map(one => found.get(keyOf(one)) ?? {names: bySplit(() => ''), shared: {}});
}

/** The target rows that all have with the same value, as each data set counts them. */
function sharedBy(alike: readonly MeasuredOn[], split: SplitName, toldOf: (dataset: Dataset) => Told): SharedRows[] {
  const found = new Map<number, {value: number | string; count: number}>();
  const steps = sharedSteps(alike);
  for (const {dataset, windows} of alike) {
    const told = toldOf(dataset);
    for (const row of targetRows(windows, split)) {
      const number = told.number(row);
      const value = toldValue(dataset, row);
      const known = found.get(number);
      if (!known) found.set(number, {value, count: 1});
      else if (known.value === value) known.count++;
    }
  }
  return alike.map(({dataset, windows}) => {
    const told = toldOf(dataset);
    const rows = targetRows(windows, split).filter(row => found.get(told.number(row))?.count === alike.length);
    return {name: rowsName(dataset, rows, steps, told), rows, steps: steps.length};
  });
}

/** The targets' values in a row, so that equal ones are equal. */
function toldValue({targets}: Dataset, row: number): number | string {
  return targets.length === 1 ? targets[0].values[row] : targets.map(({values}) => values[row]).join(' ');
}

/** The steps that all windows have from the first one on. */
function sharedSteps(alike: readonly MeasuredOn[]): readonly number[] {
  const [first, ...others] = alike.map(({windows}) => stepsOf(windows));
  const end = first.findIndex((step, at) => others.some(own => own[at] !== step));
  return end < 0 ? first : first.slice(0, end);
}
