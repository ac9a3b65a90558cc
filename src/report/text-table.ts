import {stripVTControlCharacters} from 'node:util';
import Table from 'cli-table3';
import type {Style} from './style.js';

export type Align = 'left' | 'right';

/** A table for a terminal. Cells may have several lines. */
export function textTable(
  head: readonly string[],
  aligns: readonly Align[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const table = new Table({
    head: head.map(name => styled(name, style.bold)),
    colAligns: [...aligns],
    style: {compact: true, head: [], border: style.isColorSupported ? ['gray'] : []},
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** A text in a style, line by line: a cell's border is no part of it. */
export function styled(text: string, style: (line: string) => string): string {
  return text.split('\n').map(style).join('\n');
}

/** A text in lines of at most `width` characters; broken after a space or comma rather than in a word. */
export function wrapped(text: string, width: number): string {
  if (text.length <= width) return text;
  const at = Math.max(text.lastIndexOf(' ', width), text.lastIndexOf(',', width - 1) + 1);
  const end = at > width / 3 ? at : width;
  return `${text.slice(0, end).trimEnd()}\n${wrapped(text.slice(end).trimStart(), width)}`;
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return Math.max(...text.split('\n').map(line => stripVTControlCharacters(line).length));
}
