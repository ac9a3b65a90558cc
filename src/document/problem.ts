import {firstAbove} from './first-above.js';
import {remembered} from './remembered.js';

/** A text that a user wrote, and where it is from. Of a large file it may be a part, which begins in the line `firstLine`. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly firstLine?: number;
}

/** The line of a number, counted from 1, in the file that a source is from; '' where there is none. */
export function lineOf(source: Source, line: number): string {
  const begin = offsetOfLine(source, line);
  if (begin === undefined) return '';
  const next = offsetOfLine(source, line + 1);
  return source.text.slice(begin, next === undefined ? undefined : next - 1);
}

/** Where the line of a number begins in the text of a source; undefined where there is none. */
export function offsetOfLine(source: Source, line: number): number | undefined {
  return lineStartsOf(source)[line - (source.firstLine ?? 1)];
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** Where the lines of a source begin: found once, however many problems it has. */
function lineStartsOf(source: Source): readonly number[] {
  return remembered(lineStarts, source, () => {
    const starts = [0];
    for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  });
}

/** Where in a source something stands; line and column count from 1. */
export interface Place {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A user's mistake: what is wrong, where, and what would be right. */
export interface Problem {
  readonly message: string;
  readonly place: Place;
  readonly hint?: string;
}

/** A hint as part of a problem, where there is one. */
export function hintOf(hint: string | undefined): {readonly hint?: string} {
  return hint ? {hint} : {};
}

/** What of an experiment may be left unchecked because something else is wrong, in the order in which it is checked. */
export const CHECKS = [
  'keys',
  'data',
  'columns',
  'missing values',
  'splits',
  'other combinations',
  'shapes',
  'other shapes',
  'comparison',
  'expectations',
] as const;
export type Check = (typeof CHECKS)[number];

/** What is wrong, and what could not be checked because of it. */
export interface Problems {
  readonly problems: readonly Problem[];
  readonly unchecked?: readonly Check[];
}

/** A value, or all the problems that stand in its way. */
export type Checked<T> = {readonly ok: true; readonly value: T} | ({readonly ok: false} & Problems);

/** A value without problems. */
export function good<T>(value: T): Checked<T> {
  return {ok: true, value};
}

/** Problems that stand in a value's way. */
export function bad(problems: readonly Problem[], unchecked: Iterable<Check> = []): {ok: false} & Problems {
  const left = new Set(unchecked);
  return {
    ok: false,
    problems: inOrder(problems),
    ...(left.size > 0 ? {unchecked: CHECKS.filter(check => left.has(check))} : {}),
  };
}

/** What a problem is known by: its place and its message. */
export function problemKey({place, message}: Problem): string {
  return `${place.source.file}:${place.line}:${place.column}:${message}`;
}

/** Whether a source is an experiment or a part of it: what is wrong there may be the reason for what is wrong with its data. */
function isExperiment({file}: Source): boolean {
  return /\.ya?ml$/i.test(file) || file === '--set';
}

/** The problems sorted by place, those of the experiment first; the same message at the same place is told once. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const distinct = problems.filter(problem => {
    const key = problemKey(problem);
    return seen.has(key) ? false : seen.add(key);
  });
  const files = [...new Set(distinct.map(({place}) => place.source.file))];
  const rank = ({place: {source}}: Problem) => (isExperiment(source) ? -1 : files.indexOf(source.file));
  return distinct.sort((a, b) => rank(a) - rank(b) || a.place.line - b.place.line || a.place.column - b.place.column);
}

/** The place of a stretch of a text, by offset. */
export function placeAt(source: Source, offset: number, length = 1): Place {
  const starts = lineStartsOf(source);
  // The last line that begins at the offset or before it.
  const line = Math.max(1, firstAbove(starts, offset));
  const number = line + (source.firstLine ?? 1) - 1;
  return {source, line: number, column: offset - starts[line - 1] + 1, length: Math.max(1, length)};
}

/** The place of a part of a text that stands at a place; the whole of it where it isn't written as it reads. */
export function within(place: Place, text: string, offset: number, length: number): Place {
  const line = lineOf(place.source, place.line);
  const start = line.indexOf(text, place.column - 1);
  // Only quotes may stand before it.
  if (start < place.column - 1 || start > place.column) return place;
  return {...place, column: start + offset + 1, length: Math.max(1, length)};
}
