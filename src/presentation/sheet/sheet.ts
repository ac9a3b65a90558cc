import {grouped} from '../number.js';
import type {Align} from '../text-table.js';

/** A table before it has a form: text, Markdown and CSV are made of the same sheet. */
export interface Sheet {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What rows are of, and how many there are of them; without it every one is here. */
  readonly whole?: {readonly count: number; readonly of: 'rows' | 'trials'};
  /** What a reader of the text has to know besides. */
  readonly notes: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly align: Align;
  /** What it holds; where space is short, metrics go first, then counts, and what identifies a row goes last. */
  readonly role: 'identity' | 'metric' | 'count';
  /** Names of the columns that a CSV has for it. */
  readonly fields: readonly string[];
  /** The field that rows are sorted and filtered by; the first one where none is named. */
  readonly comparedBy?: string;
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly best?: boolean;
  /** What it is that is no row of the results: a simple forecast that they are held against; a CSV has none of them. */
  readonly aside?: true;
}

export interface Cell {
  readonly text: string;
  /** The numbers in full precision, one for each of the column's fields; null where there is no value. */
  readonly values: readonly (string | number | null)[];
}

/** A column that says what a row is of. */
export function identityColumn(name: string): Column {
  return {name, align: 'left', role: 'identity', fields: [name]};
}

/** A column of numbers that are no metrics. */
export function countColumn(name: string): Column {
  return {name, align: 'right', role: 'count', fields: [name]};
}

/** A cell whose text says everything. */
export function plainCell(value: string | number): Cell {
  return {text: String(value), values: [value]};
}

/** What a table has to say where it shows some of the rows only. */
export function firstRowsNotes({rows, whole}: Pick<Sheet, 'rows' | 'whole'>, shown: number): readonly string[] {
  const {count, of} = whole ?? {count: rows.filter(({aside}) => !aside).length, of: 'rows'};
  return shown < count ? [`the first ${grouped(shown)} of ${grouped(count)} ${of}`] : [];
}
