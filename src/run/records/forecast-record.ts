import {invertedForecast} from '../../data/7-standardize/target-scaling.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {optional, type Static} from '../../document/json-schema.js';
import type {TrainingSetup} from '../../training/setup.js';
import {FORMAT, integerValue, listOf, numberValue, recordSchema, textValue} from './record-format.js';
import {recordParser} from './record-parser.js';
import {seriesKey, shown} from './series-record.js';
import {everyNth} from './thinning.js';

/** One line of forecasts.jsonl: what a trial forecast for the test split, in the data's own units. */
const forecastSchema = recordSchema({
  format: optional(integerValue),
  /** The trial's. */
  id: textValue,
  series: textValue,
  /** The row that the first forecast is of, and how many rows lie between two. */
  first: integerValue,
  step: integerValue,
  values: listOf(numberValue),
  /** The row of each forecast, where they don't lie at equal distances. */
  rows: optional(listOf(integerValue)),
});

export type ForecastRecord = Static<typeof forecastSchema>;

/** A line of forecasts; undefined for what is none. Throws NewerFormatError. */
export const parseForecastRecord = recordParser(forecastSchema);

/** More points than a chart has room for are left out. */
const MOST_POINTS = 1000;

/** The line for a trial. `forecasts` are those of every test window, [windows, width], standardized; of each window the first is kept. */
export function forecastRecord(
  id: string,
  forecasts: Float32Array,
  {data, windows}: Pick<TrainingSetup, 'data' | 'windows'>,
): ForecastRecord {
  const width = forecasts.length / windows.starts.test.length;
  // Of several series the first one is shown: its windows come first.
  const [{end}] = data.dataset.series;
  const starts = windows.starts.test.filter(start => start < end);
  const [[scaling]] = data.targetScalings;
  const {values: target} = data.dataset.targets[0];
  const kept = everyNth(starts.length, MOST_POINTS);
  const [firstStart, secondStart = firstStart + 1] = starts;
  const [offset] = windows.targetOffsets;
  const last = lastOffset(windows);
  const values: number[] = [];
  const rows: number[] = [];
  for (let window = 0; window < starts.length; window += kept) {
    values.push(shown(invertedForecast(scaling, forecasts[window * width], target[starts[window] + last])));
    rows.push(starts[window] + offset);
  }
  const step = (secondStart - firstStart) * kept;
  const isEven = rows.every((row, index) => row === rows[0] + index * step);
  return {
    format: FORMAT,
    id,
    series: seriesKey(data),
    first: firstStart + offset,
    step,
    values,
    ...(isEven ? {} : {rows}),
  };
}

/** The rows that the forecasts of a record are of. */
export function forecastRows({first, step, values, rows}: ForecastRecord): readonly number[] {
  return rows ?? values.map((_, index) => first + index * step);
}
