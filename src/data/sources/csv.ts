import {readFileSync} from 'node:fs';
import {basename, relative} from 'node:path';
import {CsvError, parse} from 'csv-parse/sync';
import {sha256} from '../../experiment/content-hash.js';
import type {CsvData} from '../../experiment/experiment-file.generated.js';
import {bad, type Checked, good, type Place, type Problem, type Source as Text} from '../../experiment/problem.js';
import {describe} from '../../experiment/schema-problems.js';
import {chooseColumns, type SourceContext, type Table} from '../table.js';
import {csvNumber} from './csv-number.js';
import {timeReader} from './csv-time.js';
import {locateFile} from './locate-file.js';
import {treatMissing} from './missing-values.js';
import type {Source} from './source.js';

/** More mistakes than this in one file are the same mistake. */
const MOST_PROBLEMS = 20;

/** Rows of a CSV file; columns that are not used are not looked at. */
export const csv: Source<'csv'> = {
  type: 'csv',
  load(data, context) {
    const located = locateFile(data.path, context.folder);
    if ('missing' in located)
      return bad([
        {
          message: located.missing,
          place: context.place(['data', 'path']),
          ...(located.hint ? {hint: located.hint} : {}),
        },
      ]);
    const bytes = readFileSync(located.file);
    let decoded: string;
    try {
      decoded = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    } catch {
      return bad([
        {message: `'${data.path}' is not UTF-8 text`, place: context.place(['data', 'path']), hint: 'save it as UTF-8'},
      ]);
    }
    const text: Text = {file: relative(process.cwd(), located.file), text: decoded};
    const parsed = parseRecords(text, data, context);
    if (!parsed.ok) return parsed;
    return readColumns(parsed.value, data, context, {sha256: sha256(bytes), origin: basename(located.file)});
  },
};

/** What pandas calls a column without a name, before its place. */
const UNNAMED = 'Unnamed: ';

interface Records {
  readonly names: readonly string[];
  readonly rows: readonly string[][];
  /** The place of a field of a row. */
  place(row: number, column: number): Place;
}

function parseRecords(text: Text, data: CsvData, context: SourceContext): Checked<Records> {
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

function readColumns(
  records: Records,
  data: CsvData,
  context: SourceContext,
  made: {sha256: string; origin: string},
): Checked<Table> {
  const problems: Problem[] = [];
  const all = [...records.names.keys()];
  const timeColumn =
    data.time === undefined
      ? undefined
      : chooseColumns({columns: [data.time]}, records.names, all, {
          ...context,
          place: () => context.place(['data', 'time']),
        });
  if (timeColumn && !timeColumn.ok) problems.push(...timeColumn.problems);
  const time = timeColumn?.ok ? timeColumn.value.target : undefined;
  const chosen = chooseColumns(
    data,
    records.names,
    all.filter(position => position !== time && !isIndex(records.names[position])),
    context,
  );
  if (!chosen.ok || problems.length > 0) return bad([...problems, ...(chosen.ok ? [] : chosen.problems)]);
  const {inputs, target} = chosen.value;
  const used = [...new Set([...inputs, target])];
  const columns = used.map(position => ({
    name: records.names[position],
    values: new Float64Array(records.rows.length),
    position,
  }));
  for (const {values, position, name} of columns) {
    const bad: number[] = [];
    records.rows.forEach((fields, row) => {
      const value = csvNumber(fields[position], data.decimal);
      if (value === undefined) bad.push(row);
      else values[row] = value;
    });
    if (bad.length === 0) continue;
    // A column of words is one mistake, not one per row.
    const [first] = bad;
    const more =
      bad.length > 1 ? `, nor ${bad.length === 2 ? 'is 1' : `are ${bad.length - 1}`} more in that column` : '';
    problems.push({
      message: `${describe(records.rows[first][position])} in column '${name}', row ${first + 1}, is not a number${more}`,
      place: records.place(first, position),
      hint: data.columns
        ? 'is data.decimal or data.delimiter another one?'
        : 'name the columns that the model should see in data.columns',
    });
  }
  problems.push(...timeProblems(records, time, data.timeFormat));
  if (problems.length > 0) return bad(problems.slice(0, MOST_PROBLEMS));
  const treated = treatMissing(columns, data.missing, (row, column) => records.place(row, columns[column].position));
  if (!treated.ok) return treated;
  const {kept, values} = treated.value;
  return good({
    ...made,
    chosen: {inputs: inputs.map(position => used.indexOf(position)), target: used.indexOf(target)},
    rows: kept.length,
    columns: columns.map(({name}, position) => ({name, values: values[position]})),
    time: time === undefined ? undefined : kept.map(row => records.rows[row][time]),
  });
}

/** A data frame's index, which numbers the rows; seen only where it is named. */
function isIndex(name: string): boolean {
  return name.startsWith(UNNAMED);
}

function timeProblems(records: Records, time: number | undefined, format: string | undefined): Problem[] {
  if (time === undefined) return [];
  const read = timeReader(format);
  let before = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < records.rows.length; row++) {
    const written = records.rows[row][time];
    const value = read(written);
    if (value === undefined)
      return [
        {
          message: `${describe(written)} in row ${row + 1} is not a time${format ? ` of the format ${format}` : ''}`,
          place: records.place(row, time),
          hint: format
            ? 'see data.timeFormat'
            : 'set data.timeFormat, such as DD.MM.YYYY, unless it is ISO 8601 or a number',
        },
      ];
    if (value < before)
      return [
        {
          message: `the time in row ${row + 1} is before the one in row ${row}`,
          place: records.place(row, time),
          hint: 'sort the file by time, the earliest row first',
        },
      ];
    before = value;
  }
  return [];
}
