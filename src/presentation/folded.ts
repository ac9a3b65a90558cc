import {widthOf, wrapped} from './text-width.js';

/** Tables fit by themselves. */
const OF_A_TABLE = /[│┌├└]/;

/**
 * A text whose lines have at most so many columns: they are broken between words, and what follows is indented by two more.
 * A word that is longer stays whole, so that it can be copied.
 */
export function folded(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split('\n')
    .map(line => (OF_A_TABLE.test(line) || widthOf(line) <= width ? line : foldedLine(line, width)))
    .join('\n');
}

function foldedLine(line: string, width: number): string {
  const indent = ' '.repeat(line.search(/\S|$/));
  const [first = '', ...others] = wrapped(line.trimStart(), width - indent.length - 2).split('\n');
  return [indent + first, ...others.map(other => `${indent}  ${other}`)].join('\n');
}
