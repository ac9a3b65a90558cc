import {bySplit, type SplitName} from '../data/4-split/split.js';
import type {StandardizedData} from '../data/6-standardize/standardize.js';
import {COMPARED_SPLITS, targetRows} from '../data/7-windows/shared-rows.js';
import {horizonOf, type Windows} from '../data/7-windows/windows.js';
import {meanOf} from '../data/statistics.js';
import {measure, type SplitMetrics} from './metrics/index.js';
import type {Forecasts} from './metrics/metric.js';
import {forecastWidth, type TrainingSetup} from './setup.js';

/** Metrics on rows that other trials were measured on, too. */
export type SharedMetrics = Readonly<Partial<Record<(typeof COMPARED_SPLITS)[number], SharedSplit>>>;

export interface SharedSplit {
  /** Equal for equal rows with equal values. */
  readonly name: string;
  readonly rows: number;
  readonly metrics: SplitMetrics;
}

/** What was measured, and on rows that other trainings are measured on, too. */
export interface Measured {
  readonly metrics: Record<SplitName, SplitMetrics>;
  readonly shared: SharedMetrics | undefined;
}

/** Every metric of every split, from the forecasts as the model gave them, [windows, width]. */
export function measureForecasts(
  {data, windows, sharedRows}: Pick<TrainingSetup, 'data' | 'windows' | 'sharedRows'>,
  forecasts: Readonly<Record<SplitName, Float32Array>>,
): Measured {
  const known = knownOf(data, windows);
  const width = forecastWidth({data, windows});
  const measureSplit = (split: SplitName, chosen?: Int32Array) => {
    const {own, standardized, origins} = chosen ? onlyWindows(known[split], chosen, width) : known[split];
    const given = new Float64Array(forecasts[split]);
    const predictions = chosen ? chosenRows(given, chosen, width) : given;
    const inverted = predictions.map((value, index) => scalingOf(data, index).invert(value, origins[index]));
    return measure({...own, predictions: inverted}, {...standardized, predictions});
  };
  const shared = COMPARED_SPLITS.flatMap(split => {
    const rows = sharedRows[split];
    if (!rows) return [];
    const at = new Map(Array.from(targetRows(windows, split), (row, index) => [row, index]));
    const chosen = rows.rows.map(row => at.get(row) ?? 0);
    return [[split, {name: rows.name, rows: chosen.length, metrics: measureSplit(split, chosen)}] as const];
  });
  return {
    metrics: bySplit(split => measureSplit(split)),
    shared: shared.length > 0 ? Object.fromEntries(shared) : undefined,
  };
}

/** The scaling of a number of a forecast: target columns take turns. */
function scalingOf({targetScalings}: StandardizedData, index: number): StandardizedData['targetScalings'][number] {
  return targetScalings[index % targetScalings.length];
}

/** What the forecasts of a split are held against: in the data's own units, and as the model was trained. */
interface Known {
  readonly own: Omit<Forecasts, 'predictions'>;
  readonly standardized: Omit<Forecasts, 'predictions'>;
  /** The last known value of the target column, in its own units, of every number of a forecast. */
  readonly origins: Float64Array;
}

/** Trials with the same data and windows share it: working it out again took some 4 % of a short compiled trial. */
const known = new WeakMap<Windows, {readonly data: StandardizedData; readonly known: Record<SplitName, Known>}>();

function knownOf(data: StandardizedData, windows: Windows): Record<SplitName, Known> {
  const before = known.get(windows);
  if (before?.data === data) return before.known;
  const errors = naiveErrors(data, horizonOf(windows));
  const {targetScalings} = data;
  const made = bySplit(split => {
    const own = valuesOf(data, windows, split, value => value);
    const standardized = valuesOf(data, windows, split, (value, column, lastKnown) =>
      targetScalings[column].transform(value, lastKnown),
    );
    return {
      own: {...own, naiveError: errors.own},
      standardized: {...standardized, naiveError: errors.standardized},
      origins: own.lastKnown,
    };
  });
  known.set(windows, {data, known: made});
  return made;
}

/** The naive errors of all target columns, their mean: in the data's own units, and standardized. */
function naiveErrors({dataset, boundaries, targetScalings}: StandardizedData, horizon: number) {
  const training = dataset.targets.map(({values}) => values.subarray(0, boundaries.train.end));
  const standardized = training.map((values, column) => values.map(value => targetScalings[column].transform(value)));
  return {
    own: meanOf(training.map(values => naiveError(values, horizon))),
    standardized: meanOf(standardized.map(values => naiveError(values, horizon))),
  };
}

/** Targets and last known values of every number of the forecasts, [windows, target rows, target columns]. */
function valuesOf(
  {dataset: {targets}}: StandardizedData,
  {starts, offsets, targetOffsets}: Windows,
  split: SplitName,
  seen: (value: number, column: number, lastKnown: number) => number,
): Pick<Forecasts, 'targets' | 'lastKnown'> {
  const last = offsets[offsets.length - 1];
  const width = targetOffsets.length * targets.length;
  const count = starts[split].length * width;
  const made = {targets: new Float64Array(count), lastKnown: new Float64Array(count)};
  for (let at = 0; at < count; at++) {
    const start = starts[split][Math.floor(at / width)];
    const column = at % targets.length;
    const offset = targetOffsets[Math.floor((at % width) / targets.length)];
    const {values} = targets[column];
    const lastKnown = values[start + last];
    made.targets[at] = seen(values[start + offset], column, lastKnown);
    made.lastKnown[at] = seen(lastKnown, column, lastKnown);
  }
  return made;
}

function onlyWindows({own, standardized, origins}: Known, chosen: Int32Array, width: number): Known {
  const rows = (values: Float64Array) => chosenRows(values, chosen, width);
  const only = (of: Known['own']) => ({...of, targets: rows(of.targets), lastKnown: rows(of.lastKnown)});
  return {own: only(own), standardized: only(standardized), origins: rows(origins)};
}

/** Some rows of [rows, width]. */
function chosenRows(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const made = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    made.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return made;
}

/**
 * Mean absolute error of forecasting the value of `horizon` rows before, over all training rows that have one: no setting of
 * the window changes it, so that windows can be compared.
 */
function naiveError(training: Float64Array, horizon: number): number {
  const errors = training.subarray(horizon).map((value, index) => Math.abs(value - training[index]));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
