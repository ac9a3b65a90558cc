import type {Dataset} from '../data/dataset.js';
import type {Boundaries, Rows} from '../data/split.js';
import type {Statistics} from '../data/statistics.js';
import {bytesHash, contentHash} from '../experiment/content-hash.js';
import {everyNth, thinned} from './thinning.js';

/** data.json: what was trained on, so that a report can show it where the data itself isn't. */
export interface SeriesFile {
  readonly series: readonly Series[];
}

/** The target of a data set, in its own units. Numbers have 7 digits: they are for the eye. */
export interface Series {
  /** What lines of forecasts.jsonl call it. */
  readonly key: string;
  readonly origin: string;
  readonly sha256: string;
  readonly rows: number;
  readonly target: string;
  readonly columns: readonly (Statistics & {readonly name: string})[];
  readonly boundaries: Boundaries;
  /** Every `step`-th row. */
  readonly step: number;
  readonly values: readonly number[];
  readonly times: readonly string[] | null;
  /** Every row of the test split. */
  readonly test: Rows & {readonly values: readonly number[]; readonly times: readonly string[] | null};
}

const MOST_POINTS = 2000;

/** The distinct series of data sets; how they are standardized makes no other series. */
export function seriesOf(datasets: Iterable<Dataset>): SeriesFile {
  const series = new Map([...datasets].map(dataset => [seriesKey(dataset), dataset]));
  return {series: [...series].map(([key, dataset]) => describe(key, dataset))};
}

/** By what is shown of it: what was filled in or dropped makes another series, how it is standardized doesn't. */
export function seriesKey({sha256: source, targetColumn, boundaries, targetValues}: Dataset): string {
  return contentHash({source, targetColumn, boundaries, values: bytesHash(targetValues)});
}

function describe(key: string, dataset: Dataset): Series {
  const {origin, sha256, rows, columns, statistics, targetColumn, targetStatistics, targetValues, time} = dataset;
  const {begin, end} = dataset.boundaries.test;
  const step = everyNth(rows, MOST_POINTS);
  const named = columns.map((name, index) => ({name, ...statistics[index]}));
  return {
    key,
    origin,
    sha256,
    rows,
    target: targetColumn,
    columns: columns.includes(targetColumn) ? named : [...named, {name: targetColumn, ...targetStatistics}],
    boundaries: dataset.boundaries,
    step,
    values: thinned([...targetValues], step).map(shown),
    times: time ? thinned(time, step) : null,
    test: {
      begin,
      end,
      values: [...targetValues.subarray(begin, end)].map(shown),
      times: time?.slice(begin, end) ?? null,
    },
  };
}

/** A number to 7 digits. */
export function shown(value: number): number {
  return Number(value.toPrecision(7));
}
