import {meanOf} from '../../data/statistics.js';

/** How fast level, trend and season follow what comes. */
export interface SmoothingRates {
  readonly level: number;
  readonly trend: number;
  readonly season: number;
}

/** States of additive exponential smoothing after each row: level and trend, and the season of the last rows. */
export interface SmoothedStates {
  readonly level: Float64Array;
  readonly trend: Float64Array;
  /** For each row, the season that it had, as it was known after it; undefined without seasons. */
  readonly season: Float64Array | undefined;
  /** Rows of a season; 0 without seasons. */
  readonly period: number;
  /** Sum of the squared errors of forecasting each row from the one before it. */
  readonly squaredErrors: number;
}

/** Where smoothing begins. */
export interface FirstStates {
  readonly level: number;
  readonly trend: number;
  /** One for each row of a season. */
  readonly season: Float64Array | undefined;
}

/** The first states: the first season's mean, the mean change from it to the next, and what differs from the mean (Hyndman and Athanasopoulos, Forecasting, 2nd edition, 7.6). */
export function firstStates(values: Float64Array, season: number | undefined): FirstStates {
  if (season === undefined) return {level: values[0], trend: values[1] - values[0], season: undefined};
  const level = meanOf([...values.subarray(0, season)]);
  const changes = Array.from({length: season}, (_, row) => (values[season + row] - values[row]) / season);
  return {level, trend: meanOf(changes), season: values.slice(0, season).map(value => value - level)};
}

/** Smooths some rows: Holt-Winters' additive method, as statsmodels ExponentialSmoothing(trend='add', seasonal='add'). */
export function smoothed(values: Float64Array, rates: SmoothingRates, first: FirstStates): SmoothedStates {
  const made = {level: new Float64Array(values.length), trend: new Float64Array(values.length)};
  const season = first.season && new Float64Array(values.length);
  const squaredErrors = eachState(values, rates, first, (row, level, trend, own) => {
    made.level[row] = level;
    made.trend[row] = trend;
    if (season) season[row] = own;
  });
  return {...made, season, period: first.season?.length ?? 0, squaredErrors};
}

/** The sum of the squared errors of forecasting each row from the one before it: what fitting asks for many times. */
export function smoothingError(values: Float64Array, rates: SmoothingRates, first: FirstStates): number {
  return eachState(values, rates, first, undefined);
}

function eachState(
  values: Float64Array,
  rates: SmoothingRates,
  first: FirstStates,
  see: ((row: number, level: number, trend: number, season: number) => void) | undefined,
): number {
  // The season that each of its places had last.
  const seasons = first.season?.slice() ?? new Float64Array(1);
  let {level, trend} = first;
  let squaredErrors = 0;
  let place = 0;
  for (let row = 0; row < values.length; row++) {
    const before = level + trend;
    const own = seasons[place];
    const error = values[row] - before - own;
    squaredErrors += error * error;
    const next = rates.level * (values[row] - own) + (1 - rates.level) * before;
    if (first.season) seasons[place] = rates.season * (values[row] - before) + (1 - rates.season) * own;
    trend = rates.trend * (next - level) + (1 - rates.trend) * trend;
    level = next;
    see?.(row, level, trend, seasons[place]);
    place = place + 1 === seasons.length ? 0 : place + 1;
  }
  return squaredErrors;
}

/** The forecast of a row some rows after one. */
export function smoothedForecast({level, trend, season, period}: SmoothedStates, row: number, lag: number): number {
  const ahead = level[row] + lag * trend[row];
  if (!season) return ahead;
  const place = row + lag - period * Math.ceil(lag / period);
  return ahead + (place < 0 ? 0 : season[place]);
}
