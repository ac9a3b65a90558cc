import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {Checked, Place, Problem} from '../../document/problem.js';
import {inputsOption} from '../3-choose/column-options.js';
import {targetOption} from '../3-choose/target-option.js';
import {splitOption} from '../4-split/split-option.js';
import {seasonOption} from '../season-option.js';
import type {TimeAxis} from '../time-axis.js';
import type {FieldTable} from './reading/field-table.js';
import type {SeriesLabels} from './reading/label-column.js';
import type {SourceContext, SourceReading} from './source-context.js';

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
  /** Where it is read from files. */
  readonly files?: FileSource<DataEntry>;
  load(entry: DataEntry, context: SourceContext): Checked<SourceTable> | Promise<Checked<SourceTable>>;
}

/** What a kind of source knows that is read from files. */
export interface FileSource<DataEntry> {
  /** How names of its files end. */
  readonly extensions: readonly string[];
  /** The table in a file, before any of it is read as numbers and times. */
  open(entry: DataEntry, context: SourceContext): Checked<OpenedTable> | Promise<Checked<OpenedTable>>;
}

/** A table of fields, and what its files are called together. */
export interface OpenedTable extends Pick<SourceTable, 'sha256' | 'origin'> {
  readonly table: FieldTable;
}

/** Declares a kind of data source; its entry's type comes from its options, and from those that every source has. */
export function source<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, SourceKind<Entry<Type, Own & Common>>>): SourceKind<Entry<Type, Own & Common>> &
  Kind<Type, Own & Common> {
  return {type, description, schema: kindSchema(type, description, {...options, ...COMMON}), ...rest};
}

/** Options that every source has: what of it is seen and forecast, and how it is split. */
const COMMON = {columns: inputsOption, target: targetOption, split: splitOption, season: seasonOption} as const;
type Common = typeof COMMON;
