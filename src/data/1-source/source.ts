import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {Checked, Place, Problem} from '../../document/problem.js';
import type {Path} from '../../document/yaml-file.js';
import {splitOption} from '../4-split/split.js';
import type {TimeAxis} from '../time-axis.js';
import type {OpenFile} from './opened-file.js';
import type {SeriesLabels} from './reading/label-column.js';

/** What is around an experiment: its files, and data bases. */
export interface Surroundings {
  readonly openFile: OpenFile;
  /** The paths of files that a pattern stands for, sorted. */
  readonly findFiles: (pattern: string) => readonly string[];
  readonly query: Query;
}

/** Asks a data base, or files, by SQL; gives columns, or tells why it can't. */
export type Query = (
  sql: string,
  database: string | undefined,
) => Promise<QueryAnswer | {readonly failed: string; readonly hint?: string}>;

/** The columns of an answer. */
export interface QueryAnswer {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}

/** What a source may ask for about its surroundings. */
export interface SourceContext extends Surroundings {
  readonly seed: number;
  /** Where a part of the experiment is written. */
  place(path: Path, part?: 'key' | 'value'): Place;
}

/** How a source was read: the keys of its entry with the values that were found, as one may write them. */
export type SourceReading = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** Named columns of one length as a source gives them. */
export interface SourceTable {
  readonly names: readonly string[];
  readonly rows: number;
  /** Positions of the columns that a model sees unless the experiment names others. */
  readonly inputs: readonly number[];
  /** A column's numbers, NaN where one is missing; columns that nobody asks for are not looked at. */
  numbers(position: number): Checked<Float64Array>;
  /** Where a number is written. */
  place(row: number, position: number): Place;
  /** When the rows were, where the source tells. */
  readonly time: TimeAxis | undefined;
  /** Where the time of a row is written. */
  timePlace(row: number): Place;
  /** Which series the rows belong to, where there are several. */
  readonly series: SeriesLabels | undefined;
  /** What is wrong with the source besides its columns of numbers. */
  readonly problems: readonly Problem[];
  /** What is odd about it, but no reason not to use it. */
  readonly warnings: readonly Problem[];
  /** What was done to its rows that a user should know of. */
  readonly notes: readonly string[];
  /** SHA-256 of what the source gave: a file's bytes, or the numbers. */
  readonly sha256: string;
  /** What the source is called in tables. */
  readonly origin: string;
  readonly reading: SourceReading;
}

/** A kind of data source. */
export interface SourceKind<DataEntry> {
  readonly type: string;
  /** Whether what it gives depends on the experiment's seed. */
  readonly isSeeded: boolean;
  load(entry: DataEntry, context: SourceContext): Checked<SourceTable> | Promise<Checked<SourceTable>>;
}

/** Declares a kind of data source; its entry's type comes from its options, and from `split`, which every source has. */
export function source<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, SourceKind<Entry<Type, Own & WithSplit>>>): SourceKind<Entry<Type, Own & WithSplit>> &
  Kind<Type, Own & WithSplit> {
  return {type, description, schema: kindSchema(type, description, {...options, ...WITH_SPLIT}), ...rest};
}

const WITH_SPLIT = {split: splitOption} as const;
type WithSplit = typeof WITH_SPLIT;
