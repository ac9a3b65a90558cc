import {durationWords} from '../data/2-order/duration.js';
import {stepsOf} from '../data/2-order/steps.js';
import {bySplit, type SplitName} from '../data/4-split/split.js';
import {trainingValues} from '../data/7-standardize/standardize.js';
import {columnsOf, type Dataset} from '../data/dataset.js';
import {isNearlyConstant, statistics} from '../data/statistics.js';
import {timeSpan} from '../data/time-axis.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';

/** The data of an experiment in numbers, in full precision and in the columns' own units. */
export interface DataJson {
  readonly rows: number;
  readonly sha256: string;
  readonly time: {readonly first: string; readonly last: string; readonly step: string | null} | null;
  readonly reading: Dataset['reading'];
  readonly notes: readonly string[];
  readonly series: readonly {readonly name: string; readonly rows: number}[] | null;
  readonly columns: readonly ColumnJson[];
  readonly splits: Readonly<Record<SplitName, {readonly rows: number; readonly windows: number}>>;
  readonly warnings: readonly string[];
}

export interface ColumnJson {
  readonly name: string;
  readonly role: 'input' | 'target' | 'input, target';
  readonly minimum: number;
  readonly mean: number;
  readonly deviation: number;
  readonly maximum: number;
  /** Values that were missing in the rows of the source, before they were filled in or left out. */
  readonly missing: number;
  /** Whether it doesn't change in the training rows. */
  readonly constant: boolean;
}

/** What `data --json` gives: of the first combination, and of the others whose data or windows are other ones. */
export function dataJson(prepared: PreparedExperiment): DataJson & {readonly combinations?: readonly unknown[]} {
  const warnings = prepared.warnings.map(({message}) => message);
  const all = prepared.combinations.map(one => ({
    parameters: one.combination.parameters,
    ...ofCombination(one, warnings),
  }));
  const keys = all.map(({parameters: __, ...own}) => JSON.stringify(own));
  const distinct = all.filter((__, index) => keys.indexOf(keys[index]) === index);
  const [{parameters: _, ...first}] = all;
  return distinct.length > 1 ? {...first, combinations: distinct} : first;
}

function ofCombination({setup: {data, windows}}: PreparedCombination, warnings: readonly string[]): DataJson {
  const {dataset, boundaries} = data;
  const {rows, sha256, time, reading, notes, series} = dataset;
  const steps = time && stepsOf(time, series);
  return {
    rows,
    sha256,
    time: time
      ? {
          ...timeSpan(time, 0, rows),
          step: steps ? (time.unit === 'date' ? durationWords(steps.usual) : String(steps.usual.size)) : null,
        }
      : null,
    reading,
    notes,
    series: series.length > 1 ? series.map(({name, begin, end}) => ({name, rows: end - begin})) : null,
    columns: columnsJson(dataset, boundaries),
    splits: bySplit(split => ({
      rows: boundaries.reduce((sum, own) => sum + own[split].end - own[split].begin, 0),
      windows: windows.starts[split].length,
    })),
    warnings,
  };
}

function columnsJson(dataset: Dataset, boundaries: PreparedCombination['setup']['data']['boundaries']): ColumnJson[] {
  const inputs = new Set(dataset.inputs.map(({name}) => name));
  const targets = new Set(dataset.targets.map(({name}) => name));
  return columnsOf(dataset).map(({name, values}) => {
    const training = trainingValues(values, boundaries);
    return {
      name,
      role: inputs.has(name) ? (targets.has(name) ? 'input, target' : 'input') : 'target',
      ...statistics(values),
      missing: dataset.missing[name] ?? 0,
      constant: isNearlyConstant(statistics(training), training.length),
    };
  });
}
