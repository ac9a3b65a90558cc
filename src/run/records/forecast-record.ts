import {invertedForecast} from '../../data/7-standardize/target-scaling.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {timeText} from '../../data/time-axis.js';
import {optional, type Static} from '../../document/json-schema.js';
import type {TrainingSetup} from '../../training/setup.js';
import {FORMAT, integerValue, listOf, numberValue, recordSchema, textValue} from './record-format.js';
import {recordParser} from './record-parser.js';
import {exactEnough, seriesKey, shown} from './series-record.js';
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
  /** Of several steps: all of them from some windows, with what came, and what was known before; the first target in its units. */
  paths: optional(
    listOf(
      recordSchema({
        /** The window's last row, and when it was. */
        row: integerValue,
        time: optional(textValue),
        before: listOf(numberValue),
        truth: listOf(numberValue),
        values: listOf(numberValue),
      }),
    ),
  ),
});

export type ForecastRecord = Static<typeof forecastSchema>;
/** A forecast of several steps. */
export type ForecastPath = NonNullable<ForecastRecord['paths']>[number];

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
    values.push(exactEnough(invertedForecast(scaling, forecasts[window * width], target[starts[window] + last])));
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
    ...(windows.targetOffsets.length > 1 ? {paths: forecastPaths(forecasts, starts, {data, windows})} : {}),
  };
}

/** Windows whose forecasts are kept whole, and how many rows before them. */
const MOST_PATHS = 8;
const ROWS_BEFORE = 100;

function forecastPaths(
  forecasts: Float32Array,
  starts: Int32Array,
  {data, windows}: Pick<TrainingSetup, 'data' | 'windows'>,
): ForecastPath[] {
  const {targets, time} = data.dataset;
  const [{values: target}] = targets;
  const [[scaling]] = data.targetScalings;
  const last = lastOffset(windows);
  const width = windows.targetOffsets.length * targets.length;
  const every = everyNth(starts.length, MOST_PATHS);
  return [...starts.keys()]
    .filter(window => window % every === 0)
    .map(window => {
      const start = starts[window];
      const row = start + last;
      return {
        row,
        ...(time ? {time: timeText(time, row)} : {}),
        before: [...target.subarray(Math.max(start, row + 1 - ROWS_BEFORE), row + 1)].map(shown),
        truth: Array.from(windows.targetOffsets, offset => shown(target[start + offset])),
        values: Array.from(windows.targetOffsets, (_, step) =>
          shown(invertedForecast(scaling, forecasts[window * width + step * targets.length], target[row])),
        ),
      };
    });
}

/** The rows that the forecasts of a record are of. */
export function forecastRows({first, step, values, rows}: ForecastRecord): readonly number[] {
  return rows ?? values.map((_, index) => first + index * step);
}
