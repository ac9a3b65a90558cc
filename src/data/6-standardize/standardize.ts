import type {Boundaries} from '../4-split/split.js';
import type {Column, Dataset} from '../dataset.js';
import {joinedArrays} from '../joined-arrays.js';
import {fitScaling, type StandardizationEntry} from './index.js';
import type {Scaling} from './scaling.js';

/** A data set as a model sees it: split, and scaled by what the training rows say. */
export interface StandardizedData {
  readonly dataset: Dataset;
  /** The splits of each series. */
  readonly boundaries: readonly Boundaries[];
  /** For each series, one per input column. */
  readonly scalings: readonly (readonly Scaling[])[];
  /** For each series, one per target column. */
  readonly targetScalings: readonly (readonly Scaling[])[];
  /** [rows, input columns] */
  readonly inputs: Float32Array;
  /** [rows, target columns] */
  readonly targets: Float32Array;
}

/** Fits the scaling of every column on its training rows, over all series or in each of them, and applies it to all rows. */
export function standardize(
  dataset: Dataset,
  boundaries: readonly Boundaries[],
  entry: StandardizationEntry,
): StandardizedData {
  const isEach = 'per' in entry && entry.per === 'series' && boundaries.length > 1;
  const fitted = isEach
    ? boundaries.map(own => fitAll(dataset, [own], entry))
    : Array<Fitted>(boundaries.length).fill(fitAll(dataset, boundaries, entry));
  const scalings = fitted.map(({inputs}) => inputs);
  const targetScalings = fitted.map(({targets}) => targets);
  return {
    dataset,
    boundaries,
    scalings,
    targetScalings,
    inputs: scaled(dataset, dataset.inputs, scalings),
    targets: scaled(dataset, dataset.targets, targetScalings),
  };
}

interface Fitted {
  readonly inputs: readonly Scaling[];
  readonly targets: readonly Scaling[];
}

function fitAll(dataset: Dataset, boundaries: readonly Boundaries[], entry: StandardizationEntry): Fitted {
  const fit = ({values}: Column) => fitScaling(entry, trainingValues(values, boundaries));
  const inputs = dataset.inputs.map(fit);
  // A column that is forecast is often seen, too, and fitted once.
  const targets = dataset.targets.map(target => {
    const same = dataset.inputs.findIndex(({values}) => values === target.values);
    return same < 0 ? fit(target) : inputs[same];
  });
  return {inputs, targets};
}

/** A column's values in the training rows of some series. */
export function trainingValues(values: Float64Array, boundaries: readonly Boundaries[]): Float64Array {
  const parts = boundaries.map(({train}) => values.subarray(train.begin, train.end));
  return joinedArrays(parts, length => new Float64Array(length));
}

/** [rows, columns] */
function scaled(
  {rows, series}: Dataset,
  columns: readonly Column[],
  scalings: readonly (readonly Scaling[])[],
): Float32Array {
  const numbers = new Float32Array(rows * columns.length);
  series.forEach(({begin, end}, index) => {
    columns.forEach(({values}, column) => {
      const {transform} = scalings[index][column];
      for (let row = begin; row < end; row++) numbers[row * columns.length + column] = transform(values[row]);
    });
  });
  return numbers;
}
