import type {Column, Sheet} from './sheet.js';

const ORDER: readonly Column['role'][] = ['identity', 'count', 'metric'];

/** A sheet as CSV (RFC 4180 but for the line ends), numbers in full precision; empty where there is no value. */
export function sheetCsv({columns, rows}: Sheet): string {
  const order = ORDER.flatMap(role => columns.flatMap((column, index) => (column.role === role ? [index] : [])));
  const lines = [
    order.flatMap(index => columns[index].fields),
    ...rows
      .filter(({aside}) => !aside)
      .map(({cells}) => order.flatMap(index => cells[index].values.map(value => String(value ?? '')))),
  ];
  return `${lines.map(line => line.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
