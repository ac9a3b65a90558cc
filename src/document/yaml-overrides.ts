import {type Document, isSeq} from 'yaml';
import {FORBIDDEN_KEYS} from './forbidden-keys.js';
import type {Path} from './path.js';
import {type Problem, placeAt, type Source} from './problem.js';
import {keyProblems} from './yaml-keys.js';
import {parseWritten} from './yaml-syntax.js';

/** `training.epochs=5`, as it was given with --set. */
export interface Override {
  readonly source: Source;
  readonly path: Path;
  /** Where the path ends in the text, and the value begins after one more. */
  readonly equals: number;
}

/** Lays `key.path=value` over a document; gives what is wrong with them. */
export function applyOverrides(document: Document, overrides: readonly string[]): Problem[] {
  return overrides.flatMap(text => applyOverride(document, text));
}

/** An override in its parts. */
export function overrideOf(text: string): Override {
  const equals = text.indexOf('=');
  const steps = text.slice(0, equals).split('.');
  const path = steps.map(step => (/^\d+$/.test(step) ? Number(step) : step));
  return {source: {file: '--set', text}, path, equals};
}

function applyOverride(document: Document, text: string): Problem[] {
  const override = overrideOf(text);
  const {source, path, equals} = override;
  if (equals < 1)
    return [{message: 'expected key=value, such as training.epochs=5', place: placeAt(source, 0, text.length)}];
  const problem = (message: string) => [{message, place: placeAt(source, 0, equals)}];
  const name = text.slice(0, equals);
  if (/\[\d+\]/.test(name)) {
    const hint = `entries are counted from 0: ${name.replace(/\.?\[(\d+)\]/g, '.$1')}=...`;
    return [{message: `'${name}' is not a path of keys`, place: placeAt(source, 0, equals), hint}];
  }
  if (path.some(step => step === '' || FORBIDDEN_KEYS.has(String(step))))
    return problem(`'${name}' is not a path of keys`);
  const beyond = beyondList(document, path);
  if (beyond !== undefined) return problem(`can't be set: ${beyond}`);
  const value = overrideValue(override);
  if ('problems' in value) return [...value.problems];
  try {
    document.setIn(path, document.createNode(value.value));
    return [];
  } catch (error) {
    return problem(`can't be set: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Why a path leads beyond the end of a list; undefined where it doesn't. The entry after the last one may be set. */
function beyondList(document: Document, path: Path): string | undefined {
  for (const [depth, step] of path.entries()) {
    const list = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isSeq(list) || typeof step !== 'number' || step <= list.items.length) continue;
    const name = path.slice(0, depth).join('.');
    return list.items.length === 0 ? `${name} has no entries` : `the last entry of ${name} is ${list.items.length - 1}`;
  }
  return undefined;
}

/** A value as YAML has it; a mark or a format alone, such as , or [Q]Q-YY, is text. */
function overrideValue({
  source,
  equals,
}: Override): {readonly value: unknown} | {readonly problems: readonly Problem[]} {
  const written = source.text.slice(equals + 1);
  // Alone it would begin a comment.
  if (written === '#') return {value: written};
  // Spaces in the place of the path: what the parser says is at its place then.
  const padded = {file: source.file, text: ' '.repeat(equals + 1) + written};
  const {document, problems: syntax, around, end} = parseWritten(padded);
  const problems = [...syntax, ...around, ...keyProblems(document, padded, {end, isWhole: true})];
  if (problems.length === 0) return {value: document.toJS()};
  if (/^([,;|%@`&*!?:>-]|\[[^\],]*\][^\],]+)$/.test(written)) return {value: written};
  return {problems: problems.map(problem => ({...problem, place: {...problem.place, source}}))};
}
