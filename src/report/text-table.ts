import {stripVTControlCharacters} from 'node:util';
import Table from 'cli-table3';
import type {Style} from './style.js';

export type Align = 'left' | 'right';

/** A table for a terminal; with widths, longer cells are wrapped. */
export function textTable(
  head: readonly string[],
  aligns: readonly Align[],
  rows: readonly (readonly string[])[],
  style: Style,
  widths?: readonly number[],
): string {
  const table = new Table({
    head: head.map(name => style.bold(name)),
    colAligns: [...aligns],
    ...(widths ? {colWidths: widths.map(width => width + 2), wordWrap: true, wrapOnWordBoundary: false} : {}),
    style: {compact: true, head: [], border: style.isColorSupported ? ['gray'] : []},
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return Math.max(...text.split('\n').map(line => stripVTControlCharacters(line).length));
}
