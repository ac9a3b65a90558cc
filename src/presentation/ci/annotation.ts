import type {Problem} from '../../document/problem.js';
import {printable} from '../printable.js';

/** A note that GitHub shows at a line of a file, or above a run. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
  /** Relative to the repository; lines and columns count from 1. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** The line that makes GitHub's runner show it (Workflow commands for GitHub Actions). */
export function annotationLine({level, title, message, file, line, column, endColumn}: Annotation): string {
  const properties = {file, line, col: column, endColumn, title};
  const text = Object.entries(properties)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${property(String(value))}`]))
    .join(',');
  return `::${level} ${text}::${data(message)}\n`;
}

/** A problem at its place; where the text is from no file, such as --set, without one. */
export function problemAnnotation({message, place, hint}: Problem, relative: (file: string) => string): Annotation {
  const {source, line, column, length} = place;
  const text = hint ? `${message}\n${hint}` : message;
  const title = 'tfsweep';
  if (source.file.startsWith('--')) return {level: 'error', title, message: `${source.file} ${source.text}: ${text}`};
  const at = source.text === '' ? {} : {line, column, endColumn: column + length};
  return {level: 'error', title, message: text, file: relative(source.file), ...at};
}

function data(text: string): string {
  return printable(text.replaceAll('\r\n', '\n')).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
