import {printable} from './printable.js';
import type {Style} from './style.js';

const MOST_LINES = 5;

/** Which lines of a file, counted from 1, are no results. */
export function leftOutText(file: string, lines: readonly number[], style: Style): string {
  const shown = lines.slice(0, MOST_LINES).map(line => `${printable(file)}:${line}`);
  const more = lines.length > shown.length ? [`${lines.length - shown.length} more`] : [];
  const what = lines.length === 1 ? 'is no result: it is' : 'are no results: they are';
  return `${style.yellow('warning')} ${[...shown, ...more].join(', ')} ${what} left out`;
}
