import type {StandardizedData} from '../../data/7-standardize/standardize.js';
import type {ComparedSplit} from '../../data/8-windows/shared-rows.js';
import {lagsOf, lastOffset, type Windows} from '../../data/8-windows/windows.js';
import {seriesAt} from '../../data/series-at.js';
import type {NormalizationSetup} from '../../model/normalizations/normalized.js';

/** What a baseline forecasts from: the same data and windows as networks. */
export interface BaselineInput {
  readonly data: StandardizedData;
  readonly windows: Windows;
  readonly normalization: NormalizationSetup;
  /** How many rows a season has, where there is one. */
  readonly season: number | undefined;
}

/** Forecasts of all windows of the splits that are compared, [windows, steps x targets], in the targets' own units. */
export type BaselineForecasts = Readonly<Record<ComparedSplit, Float64Array>>;

/** A simple way to forecast, which a network has to beat. */
export interface Baseline<Name extends string = string> {
  readonly name: Name;
  /** A sentence for docs and tables. */
  readonly description: string;
  readonly source: string;
  /** Whether it knows nothing of other inputs, nor of how anything is standardized, normalized or transformed. */
  readonly seesTargetsAlone: boolean;
  /** The season that it repeats in some data, of a baseline that does. */
  seasonOf?(input: Pick<BaselineInput, 'data' | 'season'>): number | undefined;
  /** Whether its forecasts stand beside those of networks in pictures, and are kept for them. */
  readonly isDrawn?: boolean;
  /** Why it has no number, where that is a reason of its own. */
  readonly without?: string;
  /** The forecasts; undefined where it doesn't apply, or would take too long. */
  forecast(input: BaselineInput): BaselineForecasts | undefined;
}

/** Declares a baseline, its name as a type of its own. */
export function baseline<const Name extends string>(kind: Baseline<Name>): Baseline<Name> {
  return kind;
}

/** Forecasts made split by split. */
export function bySplitCompared(make: (split: ComparedSplit) => Float64Array): BaselineForecasts {
  return {validation: make('validation'), test: make('test')};
}

/** A window of one target. */
export interface WindowPlace {
  /** The first and the last row. */
  readonly start: number;
  readonly last: number;
  /** The number of its target, of the series that it is in, and that series' first row. */
  readonly target: number;
  readonly series: number;
  readonly begin: number;
}

/** Forecasts window by window: `of` gives for a window what is forecast some rows after its last one. */
export function eachForecast(
  {data, windows}: Pick<BaselineInput, 'data' | 'windows'>,
  of: (values: Float64Array, place: WindowPlace) => (lag: number) => number,
): BaselineForecasts {
  const {targets, series} = data.dataset;
  const seriesOf = seriesAt(series);
  const lags = lagsOf(windows);
  const lastRow = lastOffset(windows);
  const width = lags.length * targets.length;
  return bySplitCompared(split => {
    const starts = windows.starts[split];
    const made = new Float64Array(starts.length * width);
    starts.forEach((start, window) => {
      const own = seriesOf(start);
      const {begin} = series[own];
      targets.forEach(({values}, target) => {
        const forecast = of(values, {start, last: start + lastRow, target, series: own, begin});
        for (let step = 0; step < lags.length; step++)
          made[window * width + step * targets.length + target] = forecast(lags[step]);
      });
    });
    return made;
  });
}
