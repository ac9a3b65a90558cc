import type {Boundaries} from '../4-split/split.js';
import type {Column, Dataset, TargetColumn} from '../dataset.js';
import {joinedArrays} from '../joined-arrays.js';
import {lagPairs} from '../lag-pairs.js';
import {fitScaling, type StandardizationEntry, standardizationOf} from './index.js';
import type {Scaling} from './scaling.js';
import type {TargetScaling} from './target-scaling.js';
import {transformOf} from './transforms/index.js';

/** A data set as a model sees it: split, and scaled by what the training rows say. */
export interface StandardizedData {
  readonly dataset: Dataset;
  /** The splits of each series. */
  readonly boundaries: readonly Boundaries[];
  /** For each series, one per input column. */
  readonly scalings: readonly (readonly Scaling[])[];
  /** For each series, one per target column. */
  readonly targetScalings: readonly (readonly TargetScaling[])[];
  /** [rows, input columns] */
  readonly inputs: Float32Array;
}

/** How many rows after a window's last one its targets lie: what is told from the last known value depends on them. */
export interface Ahead {
  readonly horizon: number;
  readonly steps: number;
}

/** What a standardization depends on of a window: nothing, where no target is told from the last known value. */
export function aheadOf({targets}: Pick<Dataset, 'targets'>, {horizon, steps}: Ahead): Ahead {
  return targets.some(({transform}) => transform !== 'none') ? {horizon, steps} : {horizon: 1, steps: 1};
}

/** Fits the scaling of every column on its training rows, over all series or in each of them, and applies it to all rows. */
export function standardize(
  dataset: Dataset,
  boundaries: readonly Boundaries[],
  entry: StandardizationEntry,
  ahead: Ahead,
): StandardizedData {
  const inputs = dataset.inputs.map(column => scalingsOf(column, trainingValues, boundaries, entry));
  const targets = dataset.targets.map(target => {
    // A column that is forecast is often seen, too, and fitted once.
    const same = dataset.inputs.findIndex(({values}) => values === target.values);
    if (target.transform === 'none')
      return same < 0 ? scalingsOf(target, trainingValues, boundaries, entry) : inputs[same];
    const changes = (_: Float64Array, own: readonly Boundaries[]) => trainingChanges(dataset, target, own, ahead);
    return scalingsOf(target, changes, boundaries, entry);
  });
  const isEach = [...inputs, ...targets].some(own => own.some(scaling => scaling !== own[0]));
  const bySeries = <Of>(make: (series: number) => Of): readonly Of[] =>
    isEach ? boundaries.map((_, series) => make(series)) : Array<Of>(boundaries.length).fill(make(0));
  const scalings = bySeries(series => inputs.map(own => own[series]));
  const targetScalings = bySeries(series =>
    dataset.targets.map(({transform}, target): TargetScaling => ({transform, scaling: targets[target][series]})),
  );
  return {dataset, boundaries, scalings, targetScalings, inputs: scaled(dataset, scalings)};
}

/** The scaling of a column in each series: the same one, or one that is fitted in each. */
function scalingsOf(
  {name, values}: Column,
  trainingOf: (values: Float64Array, boundaries: readonly Boundaries[]) => Float64Array,
  boundaries: readonly Boundaries[],
  entry: StandardizationEntry,
): readonly Scaling[] {
  const own = standardizationOf(entry, name);
  if ('per' in own && own.per === 'series' && boundaries.length > 1)
    return boundaries.map(one => fitScaling(own, trainingOf(values, [one])));
  return Array<Scaling>(boundaries.length).fill(fitScaling(own, trainingOf(values, boundaries)));
}

/** A column's values in the training rows of some series. */
export function trainingValues(values: Float64Array, boundaries: readonly Boundaries[]): Float64Array {
  const parts = boundaries.map(({train}) => values.subarray(train.begin, train.end));
  return joinedArrays(parts, length => new Float64Array(length));
}

/** What a target's transform makes of all pairs of training rows that lie as far apart as a window's last row and its targets. */
function trainingChanges(
  {breaks}: Dataset,
  {values, transform}: TargetColumn,
  boundaries: readonly Boundaries[],
  {horizon, steps}: Ahead,
): Float64Array {
  const {of} = transformOf(transform);
  const parts = boundaries.flatMap(({train}) =>
    Array.from({length: steps}, (_, step) =>
      lagPairs(train, horizon + step, breaks).map(row => of(values[row], values[row - horizon - step])),
    ),
  );
  return joinedArrays(parts, length => new Float64Array(length));
}

/** [rows, input columns] */
function scaled({rows, series, inputs}: Dataset, scalings: readonly (readonly Scaling[])[]): Float32Array {
  const numbers = new Float32Array(rows * inputs.length);
  series.forEach(({begin, end}, index) => {
    inputs.forEach(({values}, column) => {
      const {transform} = scalings[index][column];
      for (let row = begin; row < end; row++) numbers[row * inputs.length + column] = transform(values[row]);
    });
  });
  return numbers;
}
