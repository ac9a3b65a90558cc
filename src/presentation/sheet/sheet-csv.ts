import {oneLine} from '../../document/one-line.js';
import type {Column, Sheet} from './sheet.js';

const ORDER: readonly Column['role'][] = ['identity', 'count', 'metric'];

/** A sheet as CSV, without formulas (RFC 4180 but for the line ends), numbers in full precision; empty where there is no value. */
export function sheetCsv({columns, rows}: Sheet): string {
  const order = ORDER.flatMap(role => columns.flatMap((column, index) => (column.role === role ? [index] : [])));
  const lines = [
    order.flatMap(index => columns[index].fields.map(plainField)),
    ...rows
      .filter(({aside}) => !aside)
      .map(({cells}) => order.flatMap(index => cells[index].values.map(value => plainField(String(value ?? ''))))),
  ];
  return `${lines.map(line => line.map(quoted).join(',')).join('\n')}\n`;
}

/**
 * A field that no spreadsheet takes for a formula: with an apostrophe before what would begin one (OWASP, CSV Injection); in one
 * line, so that none begins with what a CI takes for a command.
 */
function plainField(field: string): string {
  const isNumber = /^\S+$/.test(field) && !Number.isNaN(Number(field));
  return oneLine(/^[=+\-@\t\r]/.test(field) && !isNumber ? `'${field}` : field);
}

function quoted(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
