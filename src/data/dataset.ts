import {bytesHash, contentHash} from '../document/content-hash.js';
import type {SourceReading} from './1-source/source-context.js';
import type {SeriesRange} from './2-order/order.js';
import type {TransformName} from './7-standardize/transforms/index.js';
import type {TimeAxis} from './time-axis.js';

/** A column without missing values, in its own units. */
export interface Column {
  readonly name: string;
  /** One per row. */
  readonly values: Float64Array;
  /** Whether it is known before its time comes, such as the hour: nobody has to forecast it, and no window normalizes it. */
  readonly isKnownAhead?: true;
}

/** A column that is forecast. */
export interface TargetColumn extends Column {
  /** How it is told relative to the last value that a window knows. */
  readonly transform: TransformName;
}

/** The first feature without a value and its row, counted from 1 as the source has it; and how many rows have such a feature. */
export interface FeatureHoles {
  readonly feature: string;
  readonly row: number;
  readonly rows: number;
}

/**
 * The columns that a model sees and those that it forecasts, complete and in their own units. Plain data, so that it can cross
 * to a worker. How it is split and scaled is no part of it: folds and standardizations share it.
 */
export interface Dataset {
  /** Hash of the source, and of the names and numbers below: how the source's file is called doesn't matter. */
  readonly key: string;
  readonly origin: string;
  /** The hash of what the source gave. */
  readonly sha256: string;
  readonly rows: number;
  readonly inputs: readonly Column[];
  readonly targets: readonly TargetColumn[];
  /** Whether rows were made that the source has not: then rows are told by series and time. */
  readonly isMade: boolean;
  /** Rows with a gap before them that no window spans. */
  readonly breaks: readonly number[];
  /** Where the series lie in the rows, one after the other; there is at least one. */
  readonly series: readonly SeriesRange[];
  /** Which of the source's rows these are, counted from 0, where some were dropped. */
  readonly sourceRows: Int32Array | undefined;
  /** When each row was, where the source tells. */
  readonly time: TimeAxis | undefined;
  /** How many values of each column the source lacked, before they were filled in or their rows left out. */
  readonly missing: Readonly<Record<string, number>>;
  /** How the source was read. */
  readonly reading: SourceReading;
  /** What was done to its rows that a user should know of. */
  readonly notes: readonly string[];
  /** Where features have no value although they had one before. */
  readonly holes?: FeatureHoles;
}

/** A data set with its key. */
export function withKey(content: Omit<Dataset, 'key'>): Dataset {
  const named = (columns: readonly Column[]) => columns.map(({name, values}) => [name, bytesHash(values)]);
  const {sha256, inputs, targets, series, breaks} = content;
  // One series is all rows: nothing that a key must tell.
  const several = series.length > 1 ? {series: series.map(({name, begin}) => [name, begin])} : {};
  const gaps = breaks.length > 0 ? {breaks} : {};
  const transforms = targets.map(({transform}) => transform);
  const told = transforms.every(name => name === 'none') ? {} : {transforms};
  return {
    ...content,
    key: contentHash({sha256, inputs: named(inputs), targets: named(targets), ...several, ...gaps, ...told}),
  };
}

/** The columns of a data set, each once. */
export function columnsOf({inputs, targets}: Pick<Dataset, 'inputs' | 'targets'>): readonly Column[] {
  return [...new Map([...inputs, ...targets].map((column): [string, Column] => [column.name, column])).values()];
}

/** The bytes of a data set's numbers. */
export function bytesOf(dataset: Pick<Dataset, 'inputs' | 'targets'>): number {
  return columnsOf(dataset).reduce((sum, {values}) => sum + values.byteLength, 0);
}
