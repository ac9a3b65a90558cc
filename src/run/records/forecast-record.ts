import {invertedForecast} from '../../data/7-standardize/target-scaling.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {timeText} from '../../data/time-axis.js';
import {optional, type Static} from '../../document/json-schema.js';
import type {TrainingSetup} from '../../training/setup.js';
import {FORMAT, integerValue, listOf, numberValue, recordSchema, textValue} from './record-format.js';
import {recordParser} from './record-parser.js';
import {exactEnough, seriesKey, shown} from './series-record.js';
import {everyNth} from './thinning.js';

/** What was forecast for the test split, in the data's own units, as pictures show it. */
export const shownForecasts = {
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
} as const;
const shownSchema = recordSchema(shownForecasts);

/** One line of forecasts.jsonl: what a trial forecast. */
export const forecastSchema = recordSchema({
  format: optional(integerValue),
  /** The trial's. */
  id: textValue,
  ...shownForecasts,
});

export type ShownForecasts = Static<typeof shownSchema>;
export type ForecastRecord = Static<typeof forecastSchema>;
/** A forecast of several steps. */
export type ForecastPath = NonNullable<ShownForecasts['paths']>[number];

/** A line of forecasts; undefined for what is none. Throws NewerFormatError. */
export const parseForecastRecord = recordParser('forecast', forecastSchema);

/** More points than a chart has room for are left out. */
const MOST_POINTS = 1000;

/** What forecasts are of. */
type ForecastSetup = Pick<TrainingSetup, 'data' | 'windows'>;

/** The line for a trial. `forecasts` are those of every test window, [windows, steps x targets], standardized. */
export function forecastRecord(id: string, forecasts: Float32Array, setup: ForecastSetup): ForecastRecord {
  const {data, windows} = setup;
  const [[scaling]] = data.targetScalings;
  const [{values: target}] = data.dataset.targets;
  const last = lastOffset(windows);
  const inOwnUnits = (value: number, start: number) => invertedForecast(scaling, value, target[start + last]);
  return {format: FORMAT, id, ...shownOf(forecasts, setup, inOwnUnits)};
}

/** What is shown of the forecasts of every test window, [windows, steps x targets], in the targets' own units. */
export function shownOfOwn(forecasts: Float64Array, setup: ForecastSetup): ShownForecasts {
  return shownOf(forecasts, setup, value => value);
}

/** Of each window the first step is kept, of some all; `inOwnUnits` makes a value of the first target of one, and of its window's first row. */
function shownOf(
  forecasts: Float32Array | Float64Array,
  {data, windows}: ForecastSetup,
  inOwnUnits: (value: number, start: number) => number,
): ShownForecasts {
  const width = forecasts.length / windows.starts.test.length;
  const at = (window: number, step: number) =>
    inOwnUnits(forecasts[window * width + step * data.dataset.targets.length], windows.starts.test[window]);
  // Of several series the first one is shown: its windows come first.
  const [{end}] = data.dataset.series;
  const starts = windows.starts.test.filter(start => start < end);
  const kept = everyNth(starts.length, MOST_POINTS);
  const [firstStart, secondStart = firstStart + 1] = starts;
  const [offset] = windows.targetOffsets;
  const values: number[] = [];
  const rows: number[] = [];
  for (let window = 0; window < starts.length; window += kept) {
    values.push(exactEnough(at(window, 0)));
    rows.push(starts[window] + offset);
  }
  const step = (secondStart - firstStart) * kept;
  const isEven = rows.every((row, index) => row === rows[0] + index * step);
  return {
    series: seriesKey(data),
    first: firstStart + offset,
    step,
    values,
    ...(isEven ? {} : {rows}),
    ...(windows.targetOffsets.length > 1 ? {paths: forecastPaths(at, starts, {data, windows})} : {}),
  };
}

/** Windows whose forecasts are kept whole, and how many rows before them. */
const MOST_PATHS = 8;
const ROWS_BEFORE = 100;

function forecastPaths(
  at: (window: number, step: number) => number,
  starts: Int32Array,
  {data, windows}: ForecastSetup,
): ForecastPath[] {
  const {targets, time} = data.dataset;
  const [{values: target}] = targets;
  const last = lastOffset(windows);
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
        values: Array.from(windows.targetOffsets, (_, step) => shown(at(window, step))),
      };
    });
}

/** The rows that the forecasts of a record are of. */
export function forecastRows({first, step, values, rows}: ShownForecasts): readonly number[] {
  return rows ?? values.map((_, index) => first + index * step);
}
