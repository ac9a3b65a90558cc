import Table from 'cli-table3';
import type {Style} from './style.js';
import {widthOf} from './text-width.js';

export type Align = 'left' | 'right';

/** A table for a terminal. Cells may have several lines. */
export function textTable(
  head: readonly string[],
  aligns: readonly Align[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const widths = head.map(
    (name, column) => PADDING + rows.reduce((widest, row) => Math.max(widest, widthOf(row[column])), widthOf(name)),
  );
  const parts: string[] = [];
  for (let first = 0; first === 0 || first < rows.length; first += MOST_AT_ONCE) {
    const table = new Table({
      head: first === 0 ? head.map(name => styled(name, style.bold)) : [],
      colAligns: [...aligns],
      colWidths: widths,
      style: {compact: true, head: [], border: style.isColorSupported ? ['gray'] : []},
      chars: {...(first > 0 ? NO_TOP : {}), ...(first + MOST_AT_ONCE < rows.length ? NO_BOTTOM : {})},
    });
    for (const row of rows.slice(first, first + MOST_AT_ONCE)) table.push([...row]);
    parts.push(table.toString());
  }
  return parts.join('\n');
}

/** The padding of a cell, on each side. */
const PADDING = 2;
/** cli-table3 takes time by the square of the rows: a minute for 20,000 at once. */
const MOST_AT_ONCE = 100;
const NO_TOP = {top: '', 'top-mid': '', 'top-left': '', 'top-right': ''};
const NO_BOTTOM = {bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': ''};

/** A text in a style, line by line: a cell's border is no part of it. */
export function styled(text: string, style: (line: string) => string): string {
  return text.split('\n').map(style).join('\n');
}
