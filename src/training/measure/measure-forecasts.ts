import type {SplitName} from '../../data/4-split/split.js';
import {type ComparedSplit, targetRows} from '../../data/8-windows/shared-rows.js';
import {isTransformed} from '../../data/8-windows/trained-targets.js';
import {rowsByGroup} from '../../data/rows-by-group.js';
import {type MetricName, type MetricValues, measure, measureOwn, metrics, type SplitMetrics} from '../metrics/index.js';
import type {Forecasts, Metric} from '../metrics/metric.js';
import {forecastWidth, type TrainingSetup} from '../setup.js';
import {chosenForecasts, type GivenForecasts, KnownTargets} from './known-targets.js';
import type {Unit} from './units.js';

/** Metrics on rows that other trials were measured on, too. */
export type SharedMetrics = Readonly<Partial<Record<ComparedSplit, SharedSplit>>>;

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
export type SeriesBySplit = Readonly<Record<ComparedSplit, SeriesMetrics>>;

/** Of each step by itself, in the data's own units: the first value of each metric is that of the first step. */
export type StepMetrics = {readonly [Name in MetricName]?: readonly (number | null)[]};
export type StepsBySplit = Readonly<Record<ComparedSplit, StepMetrics>>;

/** Of each target column by itself, in its own units. */
export type TargetsBySplit = Readonly<Record<ComparedSplit, Readonly<Record<string, MetricValues>>>>;

/** What was measured on the splits that are compared, and on rows that other trainings are measured on, too. */
export interface MeasuredCompared {
  readonly metrics: Readonly<Record<ComparedSplit, SplitMetrics>>;
  readonly shared?: SharedMetrics;
  /** Where there are several series, steps, or target columns. */
  readonly series?: SeriesBySplit;
  readonly steps?: StepsBySplit;
  readonly targets?: TargetsBySplit;
  /** Equal for equal naive errors, where there are several that a MASE is over. */
  readonly naive?: string;
}

/** The same, and the training split. */
export interface Measured extends MeasuredCompared {
  readonly metrics: Readonly<Record<SplitName, SplitMetrics>>;
}

/** What is measured, and what it is measured by. */
type MeasuredSetup = Pick<TrainingSetup, 'data' | 'windows' | 'sharedRows'>;

/** Every metric of every split, from forecasts as a network gives them, [windows, steps x targets]. */
export function measureForecasts(setup: MeasuredSetup, given: Readonly<Record<SplitName, Float32Array>>): Measured {
  const of = (split: SplitName): GivenForecasts => ({unit: 'standardized', values: given[split]});
  const compared = measureCompared(setup, {validation: of('validation'), test: of('test')});
  return {...compared, metrics: {train: measureSplit(setup, 'train', of('train')).metrics, ...compared.metrics}};
}

/** The same of the splits that are compared. */
export function measureCompared(
  setup: MeasuredSetup,
  given: Readonly<Record<ComparedSplit, GivenForecasts>>,
): MeasuredCompared {
  const [validation, test] = [
    measureSplit(setup, 'validation', given.validation),
    measureSplit(setup, 'test', given.test),
  ];
  const shared = {
    ...(validation.shared ? {validation: validation.shared} : {}),
    ...(test.shared ? {test: test.shared} : {}),
  };
  const naive = KnownTargets.of(setup.data, setup.windows).naiveName();
  const [series, steps, targets] = [
    ofBoth(validation.series, test.series),
    ofBoth(validation.steps, test.steps),
    ofBoth(validation.targets, test.targets),
  ];
  return {
    metrics: {validation: validation.metrics, test: test.metrics},
    ...(Object.keys(shared).length > 0 ? {shared} : {}),
    ...(series ? {series} : {}),
    ...(steps ? {steps} : {}),
    ...(targets ? {targets} : {}),
    ...(naive === undefined ? {} : {naive}),
  };
}

function ofBoth<Of>(
  validation: Of | undefined,
  test: Of | undefined,
): {readonly validation: Of; readonly test: Of} | undefined {
  return validation && test ? {validation, test} : undefined;
}

/** What is measured of a split; of the training split nothing but its metrics. */
interface MeasuredSplit {
  readonly metrics: SplitMetrics;
  readonly shared?: SharedSplit | undefined;
  readonly series?: SeriesMetrics | undefined;
  readonly steps?: StepMetrics | undefined;
  readonly targets?: Readonly<Record<string, MetricValues>> | undefined;
}

function measureSplit(
  {data, windows, sharedRows}: MeasuredSetup,
  split: SplitName,
  given: GivenForecasts,
): MeasuredSplit {
  const known = KnownTargets.of(data, windows);
  const width = forecastWidth({data, windows});
  const forecastsIn = (unit: Unit) => known.forecasts(split, unit, given);
  const own = forecastsIn('own');
  const allOf = (chosen?: Int32Array, ofEach = width): SplitMetrics => {
    const places = chosen && placesOf(chosen, width, ofEach);
    const of = (unit: Unit) => {
      const all = unit === 'own' ? own : forecastsIn(unit);
      return places ? chosenForecasts(all, places) : all;
    };
    return measure(of('own'), () => of('standardized'), isTransformed(data) ? () => of('transformed') : undefined);
  };
  const all = allOf();
  if (split === 'train') return {metrics: all};
  const rows = sharedRows[split];
  const at = new Map(rows ? Array.from(targetRows(windows, split), (row, index) => [row, index] as const) : []);
  const {series, targets} = data.dataset;
  const count = windows.starts[split].length;
  return {
    metrics: all,
    shared: rows && {
      name: rows.name,
      rows: rows.rows.length,
      metrics: allOf(
        rows.rows.map(row => at.get(row) ?? 0),
        rows.steps * targets.length,
      ),
    },
    series: series.length > 1 ? seriesMetrics(series, known.seriesOf(split), own, width) : undefined,
    steps: width > targets.length ? stepMetrics(own, count, width, targets.length) : undefined,
    targets: targets.length > 1 ? targetMetrics(own, targets) : undefined,
  };
}

/** The places of the forecasts of some windows, or of the first ones of each. */
function placesOf(windows: Int32Array, width: number, ofEach = width): Int32Array {
  return new Int32Array(windows.length * ofEach).map(
    (_, at) => windows[Math.floor(at / ofEach)] * width + (at % ofEach),
  );
}

/** Every series measured by itself, and of each metric the best and the worst value. */
function seriesMetrics(
  series: readonly {readonly name: string}[],
  seriesOfWindows: Int32Array,
  own: Forecasts,
  width: number,
): SeriesMetrics {
  const windows = rowsByGroup(seriesOfWindows, series.length);
  const measured = series.flatMap(({name}, index) =>
    windows[index].length > 0
      ? [{name, metrics: measureOwn(chosenForecasts(own, placesOf(windows[index], width)))}]
      : [],
  );
  const ends = metrics.map(({name, moreIsBetter}: Metric<MetricName>) => {
    const values = measured.flatMap(({name: ofSeries, metrics: all}): SeriesValue[] => {
      const value = all[name] ?? null;
      return value === null ? [] : [{series: ofSeries, value}];
    });
    const sorted = values.sort((one, other) => (one.value - other.value) * (moreIsBetter ? -1 : 1));
    return {name, best: sorted[0], worst: sorted[sorted.length - 1]};
  });
  const told = (end: 'best' | 'worst') =>
    Object.fromEntries(ends.flatMap(one => (one[end] ? [[one.name, one[end]]] : [])));
  return {count: measured.length, best: told('best'), worst: told('worst')};
}

/** Every step measured by itself. */
function stepMetrics(own: Forecasts, windows: number, width: number, targets: number): StepMetrics {
  const steps = width / targets;
  const all = Array.from({length: steps}, (_, step) => {
    const places = new Int32Array(windows * targets).map(
      (_, at) => Math.floor(at / targets) * width + step * targets + (at % targets),
    );
    return measureOwn(chosenForecasts(own, places));
  });
  return Object.fromEntries(metrics.map(({name}) => [name, all.map(values => values[name] ?? null)]));
}

/** Every target column measured by itself. */
function targetMetrics(own: Forecasts, targets: readonly {readonly name: string}[]): Record<string, MetricValues> {
  const count = own.targets.length / targets.length;
  return Object.fromEntries(
    targets.map(({name}, target) => {
      const places = new Int32Array(count).map((_, at) => at * targets.length + target);
      return [name, measureOwn(chosenForecasts(own, places, 1))];
    }),
  );
}
