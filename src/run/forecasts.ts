import type {Dataset} from '../data/dataset.js';
import type {Windows} from '../data/windows.js';
import {seriesKey, shown} from './series.js';
import {everyNth} from './thinning.js';

/** One line of forecasts.jsonl: what a trial forecast for the test split, in the data's own units. */
export interface ForecastRecord {
  /** The trial's. */
  readonly id: string;
  readonly series: string;
  /** The row that the first forecast is of, and how many rows lie between two. */
  readonly first: number;
  readonly step: number;
  readonly values: readonly number[];
}

/** More points than a chart has room for are left out. */
const MOST_POINTS = 1000;

/** The line for a trial. `forecasts` are those of every test window, standardized. */
export function forecastRecord(
  id: string,
  forecasts: Float32Array,
  dataset: Dataset,
  {starts, targetOffset}: Windows,
): ForecastRecord {
  const {scale, offset} = dataset.targetScaling;
  const kept = everyNth(forecasts.length, MOST_POINTS);
  const [first, second = first + 1] = starts.test;
  const values: number[] = [];
  for (let index = 0; index < forecasts.length; index += kept) values.push(shown(forecasts[index] * scale + offset));
  return {id, series: seriesKey(dataset), first: first + targetOffset, step: (second - first) * kept, values};
}

export function isForecast(value: unknown): value is ForecastRecord {
  return typeof value === 'object' && value !== null && 'id' in value && 'series' in value && 'values' in value;
}
