import type {Style} from '../style.js';
import {styled, textTable, widthOf, wrapped} from '../text-table.js';
import {type Column, firstRowsNotes, type Sheet} from './sheet.js';

export interface TextLimits {
  /** Columns of the terminal; undefined where there is none. */
  readonly width?: number | undefined;
  /** Rows that are shown, from the first on. */
  readonly rows?: number;
}

/** Long values are wrapped to this before a column is dropped, to the second before one that identifies rows is. */
const WRAPPED = 24;
const NARROW = 10;
/** Border and padding of a cell. */
const FRAME = 3;

/** A sheet for a terminal, the best row marked. What doesn't fit is wrapped, then left out column by column, and named. */
export function sheetText(sheet: Sheet, style: Style, {width, rows: mostRows}: TextLimits = {}): string {
  const own = sheet.rows.filter(({aside}) => !aside).slice(0, mostRows);
  const rows = [...own, ...sheet.rows.filter(({aside}) => aside)];
  const marked = sheet.columns.findIndex(({role}) => role === 'metric');
  const texts = rows.map(({cells, best}) =>
    cells.map(({text}, index) => (index === marked && rows.some(row => row.best) ? text + (best ? ' *' : '  ') : text)),
  );
  const natural = sheet.columns.map(({name}, index) =>
    texts.reduce((widest, row) => Math.max(widest, widthOf(row[index])), widthOf(name)),
  );
  const {shown, widths} = fit(sheet.columns, natural, width ?? Number.POSITIVE_INFINITY);
  const table = textTable(
    shown.map((index, at) => wrapped(sheet.columns[index].name, widths[at])),
    shown.map(index => sheet.columns[index].align),
    texts.map((row, line) =>
      shown.map((index, at) => {
        const text = wrapped(row[index], widths[at]);
        if (rows[line].best) return styled(text, style.green);
        return rows[line].aside ? styled(text, style.dim) : text;
      }),
    ),
    style,
  );
  const hidden = sheet.columns.filter((_, index) => !shown.includes(index)).map(({name}) => name);
  const notes = [...firstRowsNotes(sheet, own.length), ...sheet.notes].join('; ');
  return [
    table,
    ...(notes ? [notes] : []),
    ...(hidden.length > 0 ? [`too wide to show: ${hidden.join(', ')}`] : []),
    '',
  ].join('\n');
}

/** The columns that fit, and how wide each may be. */
function fit(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): {shown: readonly number[]; widths: readonly number[]} {
  const widthsAt = (shown: readonly number[], widest: number) =>
    shown.map(index => (columns[index].role === 'metric' ? natural[index] : Math.min(natural[index], widest)));
  const total = (widths: readonly number[]) => widths.reduce((sum, one) => sum + one + FRAME, 1);
  const everything = columns.map((_, index) => index);
  if (total(natural) <= width) return {shown: everything, widths: natural};
  let widest = WRAPPED;
  let shown = everything;
  while (total(widthsAt(shown, widest)) > width) {
    const next = leastImportant(columns, shown);
    if (next === undefined) break;
    if (columns[next].role === 'identity' && widest > NARROW) widest = NARROW;
    else shown = shown.filter(index => index !== next);
  }
  return {shown, widths: widthsAt(shown, widest)};
}

/** The column to do without: the last metric but the first, then the last count, then the last but one that identifies. */
function leastImportant(columns: readonly Column[], shown: readonly number[]): number | undefined {
  const of = (role: Column['role']) => shown.filter(index => columns[index].role === role);
  return of('metric').slice(1).at(-1) ?? of('count').at(-1) ?? of('identity').slice(1).at(-1);
}
