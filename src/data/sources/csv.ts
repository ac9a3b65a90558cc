import {readFileSync} from 'node:fs';
import {basename, relative} from 'node:path';
import {sha256} from '../../experiment/content-hash.js';
import type {CsvData} from '../../experiment/experiment-file.generated.js';
import {bad, type Checked, good, type Problem, type Source as Text} from '../../experiment/problem.js';
import {describe} from '../../experiment/schema-problems.js';
import {splitRows} from '../split.js';
import {chooseColumns, type SourceContext, type Table} from '../table.js';
import {csvNumber} from './csv-number.js';
import {isIndex, parseRecords, type Records} from './csv-records.js';
import {timeReader} from './csv-time.js';
import {locateFile} from './locate-file.js';
import {treatMissing} from './missing-values.js';
import type {Source} from './source.js';

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
  if (problems.length > 0) return bad(problems);
  const {train} = splitRows(records.rows.length, data.split);
  const treated = treatMissing(columns, data.missing, train.end, (row, column) =>
    records.place(row, columns[column].position),
  );
  if (!treated.ok) return treated;
  const {kept, values} = treated.value;
  return good({
    ...made,
    chosen: {inputs: inputs.map(position => used.indexOf(position)), target: used.indexOf(target)},
    rows: kept.length,
    sourceRows: kept.length === records.rows.length ? undefined : Int32Array.from(kept),
    place: (row, column) => records.place(kept[row], columns[column].position),
    columns: columns.map(({name}, position) => ({name, values: values[position]})),
    time: time === undefined ? undefined : kept.map(row => records.rows[row][time]),
  });
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
