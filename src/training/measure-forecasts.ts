import {bySplit, type SplitName} from '../data/4-split/split.js';
import type {Scaling} from '../data/6-standardize/scaling.js';
import type {StandardizedData} from '../data/6-standardize/standardize.js';
import {COMPARED_SPLITS, targetRows} from '../data/7-windows/shared-rows.js';
import {hasBreak, horizonOf, type Windows} from '../data/7-windows/windows.js';
import {rowsByGroup} from '../data/rows-by-group.js';
import {meanOf} from '../data/statistics.js';
import {type MetricName, measure, metrics, type SplitMetrics} from './metrics/index.js';
import type {Forecasts, Metric} from './metrics/metric.js';
import {forecastWidth, type TrainingSetup} from './setup.js';

/** Metrics on rows that other trials were measured on, too. */
export type SharedMetrics = Readonly<Partial<Record<(typeof COMPARED_SPLITS)[number], SharedSplit>>>;

export interface SharedSplit {
  /** Equal for equal rows with equal values. */
  readonly name: string;
  readonly rows: number;
  readonly metrics: SplitMetrics;
}

/** A metric's value in one of several series, and the name of that series. */
export interface SeriesValue {
  readonly series: string;
  readonly value: number;
}

/** Metrics of the series in which they are best and worst, in the data's own units: each metric has its own. */
export interface SeriesMetrics {
  /** How many series there are that could be measured. */
  readonly count: number;
  readonly best: {readonly [Name in MetricName]?: SeriesValue};
  readonly worst: {readonly [Name in MetricName]?: SeriesValue};
}

/** Of the splits on which combinations are compared. */
export type SeriesBySplit = Readonly<Record<(typeof COMPARED_SPLITS)[number], SeriesMetrics>>;

/** What was measured, and on rows that other trainings are measured on, too. */
export interface Measured {
  readonly metrics: Record<SplitName, SplitMetrics>;
  readonly shared: SharedMetrics | undefined;
  /** Where there are several series. */
  readonly series: SeriesBySplit | undefined;
}

/** Every metric of every split, from the forecasts as the model gave them, [windows, width]. */
export function measureForecasts(
  {data, windows, sharedRows}: Pick<TrainingSetup, 'data' | 'windows' | 'sharedRows'>,
  forecasts: Readonly<Record<SplitName, Float32Array>>,
): Measured {
  const known = knownOf(data, windows);
  const width = forecastWidth({data, windows});
  const measureSplit = (split: SplitName, chosen?: Int32Array) => {
    const {own, standardized, scalings} = chosen ? onlyWindows(known[split], chosen, width) : known[split];
    const predictions = chosen ? chosenRows(forecasts[split], chosen, width) : new Float64Array(forecasts[split]);
    const inverted = predictions.map((value, index) =>
      scalings[Math.floor(index / width)][index % data.dataset.targets.length].invert(value, own.lastKnown[index]),
    );
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
    series: data.dataset.series.length > 1 ? seriesMetrics(data, known, measureSplit) : undefined,
  };
}

/** Every series measured by itself, and of each metric the best and the worst value. */
function seriesMetrics(
  {dataset}: StandardizedData,
  known: Readonly<Record<SplitName, KnownSplit>>,
  measureSplit: (split: SplitName, chosen: Int32Array) => SplitMetrics,
): SeriesBySplit {
  const ofSplit = (split: SplitName): SeriesMetrics => {
    const {windowsOfSeries} = known[split];
    const measured = dataset.series.flatMap(({name}, index) =>
      windowsOfSeries[index].length > 0 ? [{name, metrics: measureSplit(split, windowsOfSeries[index])}] : [],
    );
    const ends = metrics.map(({name, moreIsBetter}: Metric<MetricName>) => {
      const values = measured.flatMap(({name: series, metrics: own}): SeriesValue[] => {
        const value = own[name] ?? null;
        return value === null ? [] : [{series, value}];
      });
      const sorted = values.sort((one, other) => (one.value - other.value) * (moreIsBetter ? -1 : 1));
      return {name, best: sorted[0], worst: sorted[sorted.length - 1]};
    });
    const told = (end: 'best' | 'worst') =>
      Object.fromEntries(ends.flatMap(one => (one[end] ? [[one.name, one[end]]] : [])));
    return {count: measured.length, best: told('best'), worst: told('worst')};
  };
  return {validation: ofSplit('validation'), test: ofSplit('test')};
}

/** What the forecasts of a split are held against: in the data's own units, and as the model was trained. */
interface Known {
  readonly own: Omit<Forecasts, 'predictions'>;
  readonly standardized: Omit<Forecasts, 'predictions'>;
  /** The scalings of each window's target columns. */
  readonly scalings: readonly (readonly Scaling[])[];
}

interface KnownSplit extends Known {
  /** For each series, the numbers of its windows. */
  readonly windowsOfSeries: readonly Int32Array[];
}

/** Trials with the same data and windows share it: working it out again took some 4 % of a short compiled trial. */
const known = new WeakMap<Windows, {readonly data: StandardizedData; readonly known: Record<SplitName, KnownSplit>}>();

function knownOf(data: StandardizedData, windows: Windows): Record<SplitName, KnownSplit> {
  const before = known.get(windows);
  if (before?.data === data) return before.known;
  const errors = naiveErrors(data, horizonOf(windows));
  const width = forecastWidth({data, windows});
  const made = bySplit(split => {
    const series = seriesOfWindows(data, windows.starts[split]);
    const scalings = Array.from(series, index => data.targetScalings[index]);
    const own = valuesOf(data, windows, split, value => value);
    const standardized = valuesOf(data, windows, split, (value, window, column, lastKnown) =>
      scalings[window][column].transform(value, lastKnown),
    );
    const errorOf = (all: readonly number[]) =>
      all.length === 1
        ? all[0]
        : new Float64Array(series.length * width).map((_, at) => all[series[Math.floor(at / width)]]);
    return {
      own: {...own, naiveError: errorOf(errors.map(error => error.own))},
      standardized: {...standardized, naiveError: errorOf(errors.map(error => error.standardized))},
      scalings,
      windowsOfSeries: rowsByGroup(series, data.dataset.series.length),
    };
  });
  known.set(windows, {data, known: made});
  return made;
}

/** The number of the series that each window lies in. */
function seriesOfWindows({dataset: {series}}: StandardizedData, starts: Int32Array): Int32Array {
  let at = 0;
  return starts.map(start => {
    while (start >= series[at].end) at++;
    return at;
  });
}

/** For each series, the naive errors of all target columns, their mean: in the data's own units, and standardized. */
function naiveErrors({dataset, boundaries, targetScalings}: StandardizedData, horizon: number) {
  const {breaks} = dataset;
  return boundaries.map(({train}, series) => {
    const own = breaks.filter(row => row > train.begin && row < train.end).map(row => row - train.begin);
    const training = dataset.targets.map(({values}) => values.subarray(train.begin, train.end));
    const standardized = training.map((values, column) =>
      values.map(value => targetScalings[series][column].transform(value)),
    );
    return {
      own: meanOf(training.map(values => naiveError(values, horizon, own))),
      standardized: meanOf(standardized.map(values => naiveError(values, horizon, own))),
    };
  });
}

/** Targets and last known values of every number of the forecasts, [windows, target rows, target columns]. */
function valuesOf(
  {dataset: {targets}}: StandardizedData,
  {starts, offsets, targetOffsets}: Windows,
  split: SplitName,
  seen: (value: number, window: number, column: number, lastKnown: number) => number,
): Pick<Forecasts, 'targets' | 'lastKnown'> {
  const last = offsets[offsets.length - 1];
  const width = targetOffsets.length * targets.length;
  const count = starts[split].length * width;
  const made = {targets: new Float64Array(count), lastKnown: new Float64Array(count)};
  for (let at = 0; at < count; at++) {
    const window = Math.floor(at / width);
    const start = starts[split][window];
    const column = at % targets.length;
    const offset = targetOffsets[Math.floor((at % width) / targets.length)];
    const {values} = targets[column];
    const lastKnown = values[start + last];
    made.targets[at] = seen(values[start + offset], window, column, lastKnown);
    made.lastKnown[at] = seen(lastKnown, window, column, lastKnown);
  }
  return made;
}

function onlyWindows({own, standardized, scalings}: Known, chosen: Int32Array, width: number): Known {
  const rows = (values: Float64Array) => chosenRows(values, chosen, width);
  const only = ({targets, lastKnown, naiveError}: Known['own']) => ({
    targets: rows(targets),
    lastKnown: rows(lastKnown),
    naiveError: typeof naiveError === 'number' ? naiveError : rows(naiveError),
  });
  return {
    own: only(own),
    standardized: only(standardized),
    scalings: Array.from(chosen, window => scalings[window]),
  };
}

/** Some rows of [rows, width]. */
function chosenRows(values: Float32Array | Float64Array, rows: Int32Array, width: number): Float64Array {
  const made = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    made.set(values.subarray(row * width, (row + 1) * width), index * width);
  });
  return made;
}

/**
 * Mean absolute error of forecasting the value of `horizon` rows before, over all training rows that have one, none across a
 * break: no setting of the window changes it, so that windows can be compared.
 */
function naiveError(training: Float64Array, horizon: number, breaks: readonly number[]): number {
  const errors = training.subarray(horizon).map((value, index) => Math.abs(value - training[index]));
  const known = breaks.length === 0 ? errors : errors.filter((_, index) => !hasBreak(breaks, index, index + horizon));
  return known.reduce((sum, error) => sum + error, 0) / known.length;
}
