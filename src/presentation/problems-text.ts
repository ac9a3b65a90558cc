import {listedWords} from '../document/listed-words.js';
import type {Check, Place, Problem, Problems} from '../document/problem.js';
import {counted} from './number.js';
import {printable} from './printable.js';
import type {Screen} from './screen.js';
import {widthOf} from './text-width.js';

const CONTEXT_LINES = 1;
const WIDEST = 110;
const NARROWEST = 20;
/** What stands before the text of a line, besides its number. */
const FRAME = 5;
const MOST_SHOWN = 50;

/** Problems as a compiler shows them: file:line:column, what is wrong, the line with a marker, what would be right. */
export function problemsText({problems, unchecked = []}: Problems, screen: Screen): string {
  const shown = problems.slice(0, MOST_SHOWN).map(problem => problemText(problem, screen));
  const hidden = problems.length - shown.length;
  const total =
    hidden > 0 ? `${problems.length} problems, ${shown.length} of them shown` : counted(problems.length, 'problem');
  return `${[...shown, screen.style.bold(total) + uncheckedText(unchecked)].join('\n\n')}\n`;
}

function uncheckedText(unchecked: readonly Check[]): string {
  if (unchecked.length === 0) return '';
  return `; ${listedWords(unchecked)} were not checked`;
}

/** What is odd, but stands in nobody's way, in the same form. */
export function warningsText(warnings: readonly Problem[], screen: Screen): string {
  const shown = warnings.slice(0, MOST_SHOWN).map(warning => problemText(warning, screen, 'warning'));
  const hidden = warnings.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${counted(hidden, 'more warning')}`] : [])]
    .map(text => `${text}\n\n`)
    .join('');
}

/** A problem with its place, the line that it stands in, and what would be right. */
export function problemText(
  {message, place, hint}: Problem,
  screen: Screen,
  severity: 'error' | 'warning' = 'error',
): string {
  const {style} = screen;
  const label = severity === 'error' ? style.red(severity) : style.yellow(severity);
  const at = place.source.text === '' ? place.source.file : `${place.source.file}:${place.line}:${place.column}`;
  return [
    `${style.bold(printable(at))} ${label} ${printable(shortened(message))}`,
    ...codeFrame(place, screen),
    ...(hint ? [`  ${style.cyan('hint')} ${printable(shortened(hint))}`] : []),
  ].join('\n');
}

/** What a file holds may be a megabyte of one word, and stand in a message. */
const LONGEST_MESSAGE = 2000;

function shortened(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}...` : text;
}

function codeFrame({source, line, column, length}: Place, {style, width: columns = WIDEST}: Screen): string[] {
  if (source.text === '') return [];
  const lines = source.text.split('\n');
  const {firstLine = 1} = source;
  const first = Math.max(firstLine, line - CONTEXT_LINES);
  const last = Math.min(firstLine + lines.length - 1, line + CONTEXT_LINES);
  const width = String(last).length;
  // Of a line that is too long, the part around the marker is shown.
  const widest = Math.max(NARROWEST, Math.min(WIDEST, columns - width - FRAME));
  const shift = column > widest - Math.min(20, widest / 2) ? Math.max(0, column - Math.floor(widest * 0.37)) : 0;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const content = excerpt((lines[number - firstLine] ?? '').replace(/\r$/, ''), shift, widest);
    if (number !== line && content.trim() === '') continue;
    frame.push(`${style.dim(`  ${String(number).padStart(width)} |`)} ${content}`.trimEnd());
    if (number === line) {
      const at = column - 1 - shift;
      const marker = '^'.repeat(Math.max(1, widthOf(content.slice(at, at + length))));
      frame.push(
        `${style.dim(`  ${' '.repeat(width)} |`)} ${' '.repeat(widthOf(content.slice(0, at)))}${style.red(marker)}`,
      );
    }
  }
  return frame;
}

/** A line from a character on, in at most so many columns; where something of it is left out there is an ellipsis. */
function excerpt(line: string, from: number, columns: number): string {
  const text = printable(line.slice(from, from + columns).replaceAll('\t', ' '));
  let length = text.length;
  while (length > 1 && widthOf(text.slice(0, length)) > columns) length--;
  const isCut = line.length > from + length;
  const shown = isCut ? `${text.slice(0, length - 1)}\u2026` : text;
  return from > 0 && shown.length > 1 ? `\u2026${shown.slice(1)}` : shown;
}
