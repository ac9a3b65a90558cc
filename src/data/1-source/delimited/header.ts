import {distinctNames} from '../reading/column-names.js';
import {columnKinds, type FieldKind, fieldKind, fits} from '../reading/field-kind.js';

/** How many rows name the columns; `true` and `false` are the words of older versions for 1 and none. */
export type HeaderChoice = 'auto' | 'none' | number | boolean;

/** The names of columns, and how many rows of a text they took. */
export interface FoundHeader {
  readonly names: readonly string[];
  readonly headerRows: number;
  /** What the columns hold, by their first rows. */
  readonly kinds: readonly FieldKind[];
}

type Row = readonly string[];

const MOST_ROWS = 5;
const MOST_TITLES = 20;

/** The header of a table, found by comparing its first rows with the columns below them. */
export function findHeader(
  records: readonly Row[],
  choice: HeaderChoice,
  firstLine: number,
): FoundHeader | {readonly message: string; readonly hint: string; readonly line: number} {
  const width = widthWithout(records);
  const kinds = columnKinds(records, width);
  const rows = rowsOf(choice) ?? headerRows(records, kinds);
  if (rows !== undefined) return {...headerOf(records.slice(0, rows), width), kinds};
  const [first, second] = records.map(row => row.map(field => field.trim()).join(', '));
  return {
    message: `the first row may name the columns, or be data: ${first}${second === undefined ? '' : ` (the second one: ${second})`}`,
    hint: 'set data.header to 1 if it holds names, to none if it is data',
    line: firstLine,
  };
}

/** How many rows are a header; undefined where the first row may be one or not. */
function headerRows(records: readonly Row[], kinds: readonly FieldKind[]): number | undefined {
  const [first] = records;
  if (!first || kinds.every(kind => kind === 'text' || kind === 'missing')) return 1;
  // A title, and lines with nothing but delimiters, may stand above the names.
  const titles = records.slice(0, MOST_TITLES).findIndex(row => !isTitle(row, kinds.length));
  if (titles > 0) {
    const below = headerRows(records.slice(titles), kinds);
    return below === undefined || below === 0 ? below : titles + below;
  }
  const {misfits, matches} = compared(first, kinds);
  if (misfits.length === 0) return isCounting(first) || isCounting(matches) ? undefined : 0;
  if (!first.some(field => /\p{L}/u.test(field))) return undefined;
  if (matches.length > 0 && !matches.every(field => /^\d{1,4}$/.test(field))) return undefined;
  let found = 1;
  while (found < Math.min(MOST_ROWS, records.length - 1) && isNoData(records[found], kinds)) found++;
  return found;
}

function rowsOf(choice: HeaderChoice): number | undefined {
  if (choice === 'auto') return undefined;
  if (choice === 'none') return 0;
  return Number(choice);
}

/** A delimiter at the end of every line makes a column without name and values. */
function widthWithout(records: readonly Row[]): number {
  const widest = records.reduce((most, record) => Math.max(most, record.length), 0);
  const isEmpty = widest > 1 && records.every(record => (record[widest - 1] ?? '').trim() === '');
  return isEmpty ? widest - 1 : widest;
}

/** Fields of a row that can't stand in their columns of numbers and times, and those that can. */
function compared(row: Row, kinds: readonly FieldKind[]): {misfits: string[]; matches: string[]} {
  const told = row
    .map((field, column) => ({text: field.trim(), kind: fieldKind(field), column: kinds[column] ?? 'text'}))
    .filter(({kind, column}) => kind !== 'missing' && column !== 'text' && column !== 'missing');
  return {
    misfits: told.filter(({kind, column}) => !fits(kind, column)).map(({text}) => text),
    matches: told.filter(({kind, column}) => fits(kind, column)).map(({text}) => text),
  };
}

/** A row of one field in a table of several, or of none: nothing that names columns, and nothing that is data. */
function isTitle(row: Row, width: number): boolean {
  const filled = row.filter(field => field.trim() !== '');
  if (width < 2 || filled.length > 1) return false;
  return filled.length === 0 || (row[0].trim() !== '' && fieldKind(row[0]) === 'text' && /\s|:/.test(row[0].trim()));
}

/** A further row of a header: no field of it can stand in its column of numbers or times. */
function isNoData(row: Row, kinds: readonly FieldKind[]): boolean {
  const {misfits, matches} = compared(row, kinds);
  return misfits.length > 0 && matches.length === 0;
}

/** 0, 1, 2, ... or years in a row, as names of columns may be. */
function isCounting(row: Row): boolean {
  if (row.length === 0) return false;
  const numbers = row.map(field => (/^\d{1,4}$/.test(field.trim()) ? Number(field) : Number.NaN));
  const isYear = numbers[0] >= 1700 && numbers[0] < 2300 && row.length > 1;
  return (numbers[0] === 0 || isYear) && numbers.every((value, index) => value === numbers[0] + index);
}

/** Names from the rows of a header: none of them is empty, none comes twice. */
function headerOf(rows: readonly Row[], width: number): Omit<FoundHeader, 'kinds'> {
  if (rows.length === 0) return {names: Array.from({length: width}, (_, column) => String(column)), headerRows: 0};
  const named = rows.filter(row => !isTitle(row, width));
  const trimmed = (named.length > 0 ? named : rows).map(row =>
    Array.from({length: width}, (_, column) => (row[column] ?? '').trim()),
  );
  const last = trimmed[trimmed.length - 1];
  const [first] = trimmed;
  // As pandas writes columns of several levels: the last row names the index alone.
  const hasIndexRow = trimmed.length > 1 && last[0] !== '' && last.slice(1).every(field => field === '');
  const levels = hasIndexRow ? trimmed.slice(0, -1) : trimmed;
  const isDistinct =
    new Set(first).size === first.length && first.every((field, column) => column === 0 || field !== '');
  const names = first.map((field, column) => {
    if (column === 0 && hasIndexRow) return last[0];
    return isDistinct ? field : [...new Set(levels.map(level => level[column]).filter(part => part !== ''))].join(' ');
  });
  return {names: distinctNames(names), headerRows: rows.length};
}
