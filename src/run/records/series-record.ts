import {candleColumns, candleOf} from '../../data/2-order/candle-columns.js';
import {bySplit, toldBoundaries} from '../../data/4-split/split.js';
import {type StandardizedData, trainingValues} from '../../data/7-standardize/standardize.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {columnsOf, type Dataset} from '../../data/dataset.js';
import {statistics} from '../../data/statistics.js';
import {type TimeAxis, timeText} from '../../data/time-axis.js';
import {bytesHash, contentHash} from '../../document/content-hash.js';
import {optional, type Static} from '../../document/json-schema.js';
import {remembered} from '../../document/remembered.js';
import type {TrainingSetup} from '../../training/setup.js';
import {FORMAT, integerValue, listOf, numberValue, recordSchema, textValue} from './record-format.js';
import {recordParser, textParser} from './record-parser.js';
import {everyNth, thinned} from './thinning.js';

const rowsSchema = recordSchema({begin: integerValue, end: integerValue});
const timesSchema = {oneOf: [listOf(textValue), {type: 'null'}]} as const;

const windowSchema = recordSchema({
  /** The last row that it knows. */
  row: integerValue,
  time: optional(textValue),
  /** Rows counted from that one, and the values there. */
  offsets: listOf(integerValue),
  values: listOf(numberValue),
  targetOffsets: listOf(integerValue),
  targets: listOf(numberValue),
});

/** The target of a data set, in its own units; of several series the first one. Numbers have 7 digits: they are for the eye. */
const seriesSchema = recordSchema({
  /** What lines of forecasts.jsonl call it. */
  key: textValue,
  origin: textValue,
  sha256: textValue,
  rows: integerValue,
  target: textValue,
  /** Which of several series this is. */
  name: optional(textValue),
  columns: listOf(
    recordSchema({
      name: textValue,
      minimum: numberValue,
      mean: numberValue,
      deviation: numberValue,
      maximum: numberValue,
    }),
  ),
  boundaries: recordSchema({train: rowsSchema, validation: rowsSchema, test: rowsSchema}),
  /** Test rows whose target lies beyond all in training, and how far the farthest does, as a share of their range; where it is forecast as it is. */
  beyond: optional(recordSchema({rows: integerValue, outside: integerValue, farthest: numberValue})),
  /** The first and the last window of each split, of one combination: its target's values, and what is to be forecast. */
  windows: optional(
    recordSchema({train: listOf(windowSchema), validation: listOf(windowSchema), test: listOf(windowSchema)}),
  ),
  /** Where the columns are those of candles: so many rows each. */
  candles: optional(
    recordSchema({
      rows: integerValue,
      open: listOf(numberValue),
      high: listOf(numberValue),
      low: listOf(numberValue),
      close: listOf(numberValue),
      volume: optional(listOf(numberValue)),
      times: timesSchema,
    }),
  ),
  /** Every `step`-th row. */
  step: integerValue,
  values: listOf(numberValue),
  times: timesSchema,
  /** Every row of the test split. */
  test: recordSchema({begin: integerValue, end: integerValue, values: listOf(numberValue), times: timesSchema}),
});

/** data.json: what was trained on, so that a report can show it where the data itself isn't. */
export const seriesFileSchema = recordSchema({format: optional(integerValue), series: listOf(seriesSchema)});

export type Series = Static<typeof seriesSchema>;
export type SeriesFile = Static<typeof seriesFileSchema>;

/** A file of series; undefined for what is none. Throws NewerFormatError. */
export const parseSeriesFile = textParser(
  recordParser('series', seriesFileSchema, {
    fits: ({series}) =>
      series
        .flatMap(({windows}) => (windows ? [windows.train, windows.validation, windows.test].flat() : []))
        .every(
          ({offsets, values, targetOffsets, targets}) =>
            offsets.length > 0 && offsets.length === values.length && targetOffsets.length === targets.length,
        ),
  }),
);

const MOST_POINTS = 2000;

/** Data, and the windows of a combination on it. */
type Shown = Pick<TrainingSetup, 'data' | 'windows'>;

/** The distinct series of data; how it is standardized makes no other series. */
export function seriesOf(all: Iterable<Shown>): SeriesFile {
  const series = new Map<string, Shown>();
  for (const shownSetup of all) {
    const key = seriesKey(shownSetup.data);
    if (!series.has(key)) series.set(key, shownSetup);
  }
  return {format: FORMAT, series: [...series].map(([key, own]) => seriesFrom(key, own))};
}

const keys = new WeakMap<StandardizedData, string>();

/** The key of a series, by what is shown of it: what was filled in or dropped makes another series, how it is standardized doesn't. */
export function seriesKey(data: StandardizedData): string {
  return remembered(keys, data, () => {
    const {dataset, boundaries} = data;
    const [{name, values}] = dataset.targets;
    return contentHash({
      source: dataset.sha256,
      targetColumn: name,
      boundaries: toldBoundaries(boundaries),
      values: bytesHash(values),
    });
  });
}

function seriesFrom(key: string, {data, windows}: Shown): Series {
  const {dataset, boundaries} = data;
  const {origin, sha256, rows, time} = dataset;
  const [target] = dataset.targets;
  const [{name, begin: first, end: last}] = dataset.series;
  const [own] = boundaries;
  const {begin, end} = own.test;
  const step = everyNth(last - first, MOST_POINTS);
  return {
    key,
    origin,
    sha256,
    rows,
    target: target.name,
    ...(name === '' ? {} : {name}),
    columns: columnsOf(dataset).map(column => ({name: column.name, ...statistics(column.values)})),
    boundaries: own,
    ...(target.transform === 'none' ? {beyond: beyondTraining(target.values, data)} : {}),
    ...windowsFrom({data, windows}),
    ...candlesFrom(dataset),
    step,
    values: thinned([...target.values.subarray(first, last)], step).map(shown),
    times: time ? timesOf(time, first, last, step) : null,
    test: {
      begin,
      end,
      values: [...target.values.subarray(begin, end)].map(exactEnough),
      times: time ? timesOf(time, begin, end, 1) : null,
    },
  };
}

/** Longer windows, or forecasts, are not shown. */
const LONGEST_WINDOW = 400;

function windowsFrom({data: {dataset}, windows}: Shown): Pick<Series, 'windows'> {
  const {starts, offsets, targetOffsets} = windows;
  const [{values}] = dataset.targets;
  const last = lastOffset(windows);
  if (offsets.length + targetOffsets.length > LONGEST_WINDOW) return {};
  const windowAt = (start: number) => ({
    row: start + last,
    ...(dataset.time ? {time: timeText(dataset.time, start + last)} : {}),
    offsets: Array.from(offsets, offset => offset - last),
    values: Array.from(offsets, offset => shown(values[start + offset])),
    targetOffsets: Array.from(targetOffsets, offset => offset - last),
    targets: Array.from(targetOffsets, offset => shown(values[start + offset])),
  });
  return {
    windows: bySplit(split => {
      const [{begin, end}] = dataset.series;
      const all = starts[split].filter(start => start >= begin && start < end);
      if (all.length === 0) return [];
      return [...new Set([all[0], all[all.length - 1]])].map(windowAt);
    }),
  };
}

const MOST_CANDLES = 400;

/** The first series as candles, some rows in each. */
function candlesFrom(dataset: Dataset): Pick<Series, 'candles'> {
  const columns = columnsOf(dataset);
  const parts = candleColumns(columns.map(({name}) => name));
  if (!parts) return {};
  const [{begin, end}] = dataset.series;
  const rows = everyNth(end - begin, MOST_CANDLES);
  const values = new Map([...parts].map(([part, position]) => [part, columns[position].values]));
  const all = Array.from({length: Math.ceil((end - begin) / rows)}, (_, at) =>
    candleOf(values, begin + at * rows, Math.min(begin + (at + 1) * rows, end)),
  );
  return {
    candles: {
      rows,
      open: all.map(({open}) => shown(open)),
      high: all.map(({high}) => shown(high)),
      low: all.map(({low}) => shown(low)),
      close: all.map(({close}) => shown(close)),
      ...(values.has('volume') ? {volume: all.map(({volume = 0}) => shown(volume))} : {}),
      times: dataset.time ? timesOf(dataset.time, begin, end, rows) : null,
    },
  };
}

/** How many values of the test rows lie beyond those of all training rows, and how far; where each series has a scale of its own, of those of its own. */
function beyondTraining(
  values: Float64Array,
  {boundaries, targetScalings: [[{scaling}], ...others]}: StandardizedData,
): NonNullable<Series['beyond']> {
  let [rows, outside, farthest] = [0, 0, 0];
  const isEach = others.some(([own]) => own.scaling !== scaling);
  const ofAll = statistics(trainingValues(values, boundaries));
  for (const {train, test} of boundaries) {
    const {minimum, maximum} = isEach ? statistics(values.subarray(train.begin, train.end)) : ofAll;
    rows += test.end - test.begin;
    for (const value of values.subarray(test.begin, test.end)) {
      const distance = Math.max(minimum - value, value - maximum);
      if (distance > 0) outside++;
      if (distance > 0 && maximum > minimum) farthest = Math.max(farthest, distance / (maximum - minimum));
    }
  }
  return {rows, outside, farthest: shown(farthest)};
}

/** The times of every `step`-th row from one to before another. */
function timesOf(time: TimeAxis, begin: number, end: number, step: number): string[] {
  return Array.from({length: Math.ceil((end - begin) / step)}, (_, index) => timeText(time, begin + index * step));
}

/** A number to 10 digits: what differs from another by little can still be told from it. */
export function exactEnough(value: number): number {
  return Number(value.toPrecision(10));
}

/** A number to 7 digits. */
export function shown(value: number): number {
  return Number(value.toPrecision(7));
}
