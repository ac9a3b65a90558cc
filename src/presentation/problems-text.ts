import type {Place, Problem} from '../document/problem.js';
import {counted} from './number.js';
import {printable} from './printable.js';
import type {Style} from './style.js';

const CONTEXT_LINES = 1;
const WIDEST = 110;
const MOST_SHOWN = 50;

/** Problems as a compiler shows them: file:line:column, what is wrong, the line with a marker, what would be right. */
export function problemsText(problems: readonly Problem[], style: Style): string {
  const shown = problems.slice(0, MOST_SHOWN).map(problem => problemText(problem, style));
  const hidden = problems.length - shown.length;
  const total =
    hidden > 0 ? `${problems.length} problems, ${shown.length} of them shown` : counted(problems.length, 'problem');
  return `${[...shown, style.bold(total)].join('\n\n')}\n`;
}

/** What is odd, but stands in nobody's way, in the same form. */
export function warningsText(warnings: readonly Problem[], style: Style): string {
  const shown = warnings.slice(0, MOST_SHOWN).map(warning => problemText(warning, style, 'warning'));
  const hidden = warnings.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${counted(hidden, 'more warning')}`] : [])]
    .map(text => `${text}\n\n`)
    .join('');
}

/** A problem with its place, the line that it stands in, and what would be right. */
export function problemText(
  {message, place, hint}: Problem,
  style: Style,
  severity: 'error' | 'warning' = 'error',
): string {
  const label = severity === 'error' ? style.red(severity) : style.yellow(severity);
  const at = place.source.text === '' ? place.source.file : `${place.source.file}:${place.line}:${place.column}`;
  return [
    `${style.bold(printable(at))} ${label} ${printable(shortened(message))}`,
    ...codeFrame(place, style),
    ...(hint ? [`  ${style.cyan('hint')} ${printable(shortened(hint))}`] : []),
  ].join('\n');
}

/** What a file holds may be a megabyte of one word, and stand in a message. */
const LONGEST_MESSAGE = 2000;

function shortened(text: string): string {
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}...` : text;
}

function codeFrame({source, line, column, length}: Place, style: Style): string[] {
  if (source.text === '') return [];
  const lines = source.text.split('\n');
  const {firstLine = 1} = source;
  const first = Math.max(firstLine, line - CONTEXT_LINES);
  const last = Math.min(firstLine + lines.length - 1, line + CONTEXT_LINES);
  const width = String(last).length;
  // Of a line that is too long, the part around the marker is shown.
  const shift = column > WIDEST - 20 ? column - 40 : 0;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const content = (lines[number - firstLine] ?? '')
      .replace(/\r$/, '')
      .replaceAll('\t', ' ')
      .slice(shift, shift + WIDEST)
      .replace(/^[\s\S]*$/, printable);
    if (number !== line && content.trim() === '') continue;
    frame.push(`${style.dim(`  ${String(number).padStart(width)} |`)} ${content}`.trimEnd());
    if (number === line) {
      const marker = '^'.repeat(Math.max(1, Math.min(length, WIDEST - (column - shift))));
      frame.push(`${style.dim(`  ${' '.repeat(width)} |`)} ${' '.repeat(column - 1 - shift)}${style.red(marker)}`);
    }
  }
  return frame;
}
