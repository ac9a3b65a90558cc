import type {Screen} from './screen.js';
import {type Align, styled, textTable} from './text-table.js';
import {widthOf, words, wrapped} from './text-width.js';

/** A column of a table that is made to fit a terminal. */
export interface FittedColumn {
  readonly name: string;
  readonly align: Align;
  /** Its cells are never broken into lines: numbers, say. */
  readonly isWhole?: boolean;
}

/** A column of texts. */
export function left(name: string): FittedColumn {
  return {name, align: 'left'};
}

/** A column of numbers. */
export function right(name: string): FittedColumn {
  return {name, align: 'right'};
}

/** Border and padding of a cell. */
const FRAME = 3;

/**
 * A table for a screen: cells are broken between words, the widest first; where that isn't enough, each
 * row is a paragraph with a line for each of its cells. `styleOf` gives how all cells of a row look.
 */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  {style, width = Number.POSITIVE_INFINITY}: Screen,
  styleOf: (row: number) => ((text: string) => string) | undefined = () => undefined,
): string {
  const widths = fittedWidths(columns, rows, width);
  const look = (text: string, row: number) => {
    const own = styleOf(row);
    return own ? styled(text, own) : text;
  };
  if (!widths) return paragraphs(columns, rows, width, look);
  return textTable(
    columns.map(({name}, at) => wrapped(name, widths[at])),
    columns.map(({align}) => align),
    rows.map((cells, row) => cells.map((text, at) => look(fitted(text, widths[at]), row))),
    style,
  );
}

/** How wide each column may be, so that all fit; undefined where they can't without tearing a word. */
export function fittedWidths(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] | undefined {
  const over = (of: (text: string) => number) =>
    columns.map(({name}, at) => rows.reduce((most, row) => Math.max(most, of(row[at])), of(name)));
  const widths = over(widthOf);
  let excess = widths.reduce((sum, one) => sum + one + FRAME, 1) - width;
  if (excess <= 0) return widths;
  const least = over(longestWord).map((word, at) => (columns[at].isWhole ? widths[at] : word));
  while (excess > 0) {
    const widest = widths.reduce(
      (found, one, at) => (one > least[at] && (found < 0 || one > widths[found]) ? at : found),
      -1,
    );
    if (widest < 0) return undefined;
    widths[widest]--;
    excess--;
  }
  return widths;
}

function fitted(text: string, width: number): string {
  return widthOf(text) > width ? wrapped(text, width) : text;
}

function longestWord(text: string): number {
  return words(text).reduce((longest, word) => Math.max(longest, widthOf(word.trimEnd())), 0);
}

/**
 * Each row as its cells with their names before them, as many in a line as fit; what is empty is left out. A row that begins
 * empty belongs to the one before, and says to which.
 */
function paragraphs(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
  look: (text: string, row: number) => string,
): string {
  return withBegins(rows)
    .map((cells, row) => {
      const texts = cells.flatMap((cell, at) => (cell.trim() === '' ? [] : [named(columns[at].name, cell.trim())]));
      return filledLines(texts, INDENT, width - 2 * INDENT.length)
        .map((line, index) => look(hanging(line, index === 0 ? '' : INDENT, width), row))
        .join('\n');
    })
    .join('\n');
}

/** Rows whose empty first cells hold what stands above them. */
function withBegins(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let above: readonly string[] = [];
  return rows.map(cells => {
    const begin = cells.findIndex(cell => cell.trim() !== '');
    above = cells.map((cell, at) => (at < begin ? (above[at] ?? '') : cell));
    return above;
  });
}

const INDENT = '  ';

/** Texts that belong together, as many in a line as fit; none of them is torn. */
export function filledLines(texts: readonly string[], between: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]}${between}${text}` : text;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  return lines;
}

function named(name: string, cell: string): string {
  return name === '' ? cell : `${name}: ${cell}`;
}

/** A line, broken between words; what follows is indented further. */
function hanging(text: string, indent: string, width: number): string {
  return indent + fitted(text, width - indent.length - INDENT.length).replaceAll('\n', `\n${indent}${INDENT}`);
}
