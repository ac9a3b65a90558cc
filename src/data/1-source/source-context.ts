import type {Path} from '../../document/path.js';
import type {Place} from '../../document/problem.js';
import type {OpenFile} from './opened-file.js';

/** What is around an experiment: its files, and data bases. */
export interface Surroundings {
  readonly openFile: OpenFile;
  /** The paths of files that a pattern stands for, sorted. */
  readonly findFiles: (pattern: string) => Promise<readonly string[]>;
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
  /** The columns that are read besides those that a model sees and forecasts: by name or position, and those of candles. */
  readonly used?: UsedColumns;
  /** Where a part of the experiment is written. */
  place(path: Path, part?: 'key' | 'value'): Place;
}

/** Columns that something is made of. */
export interface UsedColumns {
  readonly columns: readonly (string | number)[];
  readonly candles: boolean;
}

/** How a source was read: the keys of its entry with the values that were found, as one may write them. */
export type SourceReading = Readonly<Record<string, string | number | readonly (string | number)[]>>;
