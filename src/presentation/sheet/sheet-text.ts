import {type FittedColumn, fittedTable, fittedWidths} from '../fitted-table.js';
import type {Style} from '../style.js';
import {type Column, firstRowsNotes, type Sheet} from './sheet.js';

export interface TextLimits {
  /** Columns of the terminal; undefined where there is none. */
  readonly width?: number | undefined;
  /** Rows that are shown, from the first on. */
  readonly rows?: number;
}

/** A sheet for a terminal, the best row marked. Where it is too wide metrics are left out, then counts, and named; parameters never. */
export function sheetText(sheet: Sheet, style: Style, {width, rows: mostRows}: TextLimits = {}): string {
  const own = sheet.rows.filter(({aside}) => !aside).slice(0, mostRows);
  const rows = [...own, ...sheet.rows.filter(({aside}) => aside)];
  const marked = sheet.columns.findIndex(({role}) => role === 'metric');
  const texts = rows.map(({cells, best}) =>
    cells.map(({text}, index) => (index === marked && rows.some(row => row.best) ? text + (best ? ' *' : '  ') : text)),
  );
  const held = sheet.columns.map((_, index) => index).filter(index => !isEmpty(sheet.columns[index], texts, index));
  const shown = shownColumns(sheet.columns, held, texts, width ?? Number.POSITIVE_INFINITY);
  const table = fittedTable(
    shown.map(index => fittedColumn(sheet.columns[index])),
    texts.map(row => shown.map(index => row[index])),
    {style, width},
    row => (rows[row].best ? style.green : rows[row].aside ? style.dim : undefined),
  );
  const hidden = held.filter(index => !shown.includes(index)).map(index => sheet.columns[index].name);
  const notes = [...firstRowsNotes(sheet, own.length), ...sheet.notes].join('; ');
  return [
    table,
    ...(notes ? [notes] : []),
    ...(hidden.length > 0 ? [`too wide to show: ${hidden.join(', ')}`] : []),
    '',
  ].join('\n');
}

function fittedColumn({name, align, role}: Column): FittedColumn {
  return {name, align, isWhole: role === 'metric'};
}

/** Whether a column says nothing in any row: p, where there are too few seeds. */
function isEmpty({role}: Column, rows: readonly (readonly string[])[], index: number): boolean {
  return role !== 'identity' && rows.length > 0 && rows.every(row => row[index].trim() === '');
}

/** The columns that fit; all of them where even those that are needed don't: then it is no table any more. */
function shownColumns(
  columns: readonly Column[],
  held: readonly number[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] {
  const fits = (shown: readonly number[]) =>
    fittedWidths(
      shown.map(index => fittedColumn(columns[index])),
      rows.map(row => shown.map(index => row[index])),
      width,
    ) !== undefined;
  for (let shown = held; ; ) {
    if (fits(shown)) return shown;
    const next = leastImportant(columns, shown);
    if (next === undefined) return held;
    shown = shown.filter(index => index !== next);
  }
}

/** The column to do without: the last metric but for two, which choose and which are asked about, then counts, then the second metric. */
function leastImportant(columns: readonly Column[], shown: readonly number[]): number | undefined {
  const of = (role: Column['role']) => shown.filter(index => columns[index].role === role);
  return of('metric').slice(2).at(-1) ?? of('count').at(-1) ?? of('metric').slice(1).at(-1);
}
