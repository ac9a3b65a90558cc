import type {Boundaries} from '../4-split/split.js';
import type {Column, Dataset} from '../dataset.js';
import {fitScaling, type StandardizationEntry} from './index.js';
import type {Scaling} from './scaling.js';

/** A data set as a model sees it: split, and scaled by what the training rows say. */
export interface StandardizedData {
  readonly dataset: Dataset;
  readonly boundaries: Boundaries;
  /** One per input column. */
  readonly scalings: readonly Scaling[];
  /** One per target column. */
  readonly targetScalings: readonly Scaling[];
  /** [rows, input columns] */
  readonly inputs: Float32Array;
  /** [rows, target columns] */
  readonly targets: Float32Array;
}

/** Fits the scaling of every column on its training rows and applies it to all rows. */
export function standardize(dataset: Dataset, boundaries: Boundaries, entry: StandardizationEntry): StandardizedData {
  const fit = ({values}: Column) => fitScaling(entry, values.subarray(0, boundaries.train.end));
  const scalings = dataset.inputs.map(fit);
  // A column that is forecast is often seen, too, and fitted once.
  const targetScalings = dataset.targets.map(target => {
    const same = dataset.inputs.findIndex(({values}) => values === target.values);
    return same < 0 ? fit(target) : scalings[same];
  });
  return {
    dataset,
    boundaries,
    scalings,
    targetScalings,
    inputs: scaled(dataset.inputs, scalings, dataset.rows),
    targets: scaled(dataset.targets, targetScalings, dataset.rows),
  };
}

/** [rows, columns] */
function scaled(columns: readonly Column[], scalings: readonly Scaling[], rows: number): Float32Array {
  const numbers = new Float32Array(rows * columns.length);
  columns.forEach(({values}, column) => {
    const {transform} = scalings[column];
    for (let row = 0; row < rows; row++) numbers[row * columns.length + column] = transform(values[row]);
  });
  return numbers;
}
