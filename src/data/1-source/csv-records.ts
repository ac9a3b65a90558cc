import {CsvError, parse} from 'csv-parse/sync';
import {bad, type Checked, good, type Place, type Problem, type Source as Text} from '../../document/problem.js';
import {csvNumber} from './csv-number.js';
import type {SourceContext} from './source.js';

/** More mistakes than this in one file are the same mistake. */
const MOST_PROBLEMS = 20;

/** What pandas calls a column without a name, before its place. */
const UNNAMED = 'Unnamed: ';

/** The fields of a CSV file as text. */
export interface Records {
  readonly names: readonly string[];
  readonly rows: readonly string[][];
  /** The place of a field of a row. */
  place(row: number, column: number): Place;
}

/** What of an entry says how a file is cut into fields. */
interface Cutting {
  readonly path: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly decimal: '.' | ',';
}

/** The rows of a CSV text, each with as many fields as the first; or what is wrong with them. */
export function parseRecords(text: Text, data: Cutting, context: SourceContext): Checked<Records> {
  let parsed: {record: string[]; info: {lines: number}}[];
  try {
    parsed = parse(text.text, {
      delimiter: data.delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof parsed;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return bad([{message: `not readable as CSV: ${error.message}`, place: lineOf(text, line)}]);
  }
  if (parsed.length === 0)
    return bad([{message: `'${data.path}' has no rows`, place: context.place(['data', 'path'])}]);
  const first = parsed[0].record;
  const names = first.map((name, index) => (data.header ? name || `${UNNAMED}${index}` : String(index)));
  const body = data.header ? parsed.slice(1) : parsed;
  const problems: Problem[] = [];
  if (data.header) {
    names.forEach((name, index) => {
      if (names.indexOf(name) < index)
        problems.push({message: `two columns are called '${name}'`, place: lineOf(text, parsed[0].info.lines)});
    });
    if (names.length > 1 && names.every(name => csvNumber(name, data.decimal) !== undefined))
      problems.push({
        message: 'the first row holds numbers, not names',
        place: lineOf(text, 1),
        hint: 'set data.header to false',
      });
  }
  for (const {record, info} of body) {
    if (record.length !== names.length)
      problems.push({
        message: `this row has ${record.length} fields, the first row has ${names.length}`,
        place: lineOf(text, info.lines),
      });
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length > 0) return bad(problems);
  return good({
    names,
    rows: body.map(({record}) => record),
    place: (row, column) => fieldPlace(text, body[row].info.lines, column, data.delimiter),
  });
}

function lineOf(text: Text, line: number): Place {
  const content = text.text.split('\n', line)[line - 1] ?? '';
  return {source: text, line, column: 1, length: Math.max(1, content.trimEnd().length)};
}

function fieldPlace(text: Text, line: number, column: number, delimiter: string): Place {
  const whole = lineOf(text, line);
  const content = text.text.split('\n', line)[line - 1] ?? '';
  const fields = content.trimEnd().split(delimiter);
  if (content.includes('"') || fields.length <= column) return whole;
  const before = fields.slice(0, column).join(delimiter).length + (column > 0 ? delimiter.length : 0);
  return {...whole, column: before + 1, length: Math.max(1, fields[column].length)};
}

/** A data frame's index, which numbers the rows; seen only where it is named. */
export function isIndex(name: string): boolean {
  return name.startsWith(UNNAMED);
}
