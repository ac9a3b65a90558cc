import {invertedForecast} from '../../data/7-standardize/target-scaling.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {seriesAt} from '../../data/series-at.js';
import {meanOf} from '../../data/statistics.js';
import type {TrainingSetup} from '../setup.js';

/** How much a forecast is only what was known already, of the first target's first step on the test windows. */
export interface Echo {
  /** How many rows ahead it forecasts: an echo of the last known value agrees best with the truth of so many rows before. */
  readonly ahead: number;
  /** How many rows before the forecast one the truth is that the forecast agrees best with: 0 for a good one. */
  readonly lag: number;
  /** Root mean squared distance of forecasts from the truth, and from the truth so many rows before, in the target's own units. */
  readonly error: number;
  readonly error_at_lag: number;
  /** The share of the forecasts' variance that the last known value explains, as it is (with slope 1). */
  readonly explained: number | null;
}

/** Lags beyond the last known value that are tried, too. */
const FURTHER = 5;

/** Undefined where there are too few test windows to tell. */
export function echoOf(
  {data, windows}: Pick<TrainingSetup, 'data' | 'windows'>,
  forecasts: Float32Array,
): Echo | undefined {
  const {series, targets} = data.dataset;
  const [{values}] = targets;
  const starts = windows.starts.test;
  const width = windows.targetOffsets.length * targets.length;
  const ahead = windows.targetOffsets[0] - lastOffset(windows);
  const seriesOf = seriesAt(series);
  const rows = [...starts.keys()].filter(
    window => starts[window] + lastOffset(windows) - FURTHER >= series[seriesOf(starts[window])].begin,
  );
  if (rows.length < FEWEST) return undefined;
  const made = rows.map(window => {
    const last = starts[window] + lastOffset(windows);
    const [scaling] = data.targetScalings[seriesOf(starts[window])];
    return {last, forecast: invertedForecast(scaling, forecasts[window * width], values[last])};
  });
  const errors = Array.from({length: ahead + FURTHER + 1}, (_, lag) =>
    Math.sqrt(meanSquare(made.map(({last, forecast}) => forecast - values[last + ahead - lag]))),
  );
  const lag = errors.reduce((best, error, at) => (error < errors[best] ? at : best), 0);
  const spread = variance(made.map(({forecast}) => forecast));
  const left = variance(made.map(({forecast, last}) => forecast - values[last]));
  return {
    ahead,
    lag,
    error: rounded(errors[0]),
    error_at_lag: rounded(errors[lag]),
    explained: spread > 0 ? rounded(1 - left / spread) : null,
  };
}

/** Of fewer windows a lag says nothing. */
const FEWEST = 20;

function meanSquare(values: readonly number[]): number {
  return meanOf(values.map(value => value * value));
}

function variance(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanSquare(values.map(value => value - mean));
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
