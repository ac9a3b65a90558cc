import {sha256} from '../../document/content-hash.js';
import {boolean, optional, text} from '../../document/json-schema.js';
import {describe} from '../../document/mistakes.js';
import {bad, type Checked, good, type Problem, type Source as Text} from '../../document/problem.js';
import {findColumn} from '../3-choose/choose-columns.js';
import {columnOption, columnsOption} from '../3-choose/column-options.js';
import {missingOption} from '../5-fill/missing-option.js';
import {csvNumber} from './csv-number.js';
import {isIndex, parseRecords, type Records} from './csv-records.js';
import {timeReader} from './csv-time.js';
import {type SourceContext, type SourceTable, source} from './source.js';

export const csv = source({
  type: 'csv',
  description: 'A file of comma-separated (or otherwise delimited) values, one row per point in time.',
  options: {
    path: {
      ...text,
      description: 'The file, relative to this one; or npm:PACKAGE/FILE for a file of an installed npm package.',
    },
    delimiter: {
      type: 'string',
      enum: [',', ';', '\t', '|', ' '],
      default: ',',
      description: 'What stands between two fields.',
    },
    header: {
      ...boolean,
      default: true,
      description:
        "Whether the first row holds the column names. A column without a name (a data frame's index) is called 'Unnamed: 0' after its place, as pandas does.",
    },
    decimal: {type: 'string', enum: ['.', ','], default: '.', description: 'The decimal separator of the numbers.'},
    time: optional({
      ...columnOption,
      description:
        'The column that holds the time, by name or counted from 0. It is checked to run forward and is no input.',
    }),
    timeFormat: optional({
      ...text,
      description:
        'How a time is written, in the tokens of Day.js (DD.MM.YYYY HH:mm). Without it: ISO 8601 or a number.',
    }),
    columns: optional({
      ...columnsOption,
      description:
        'The columns that the model sees, by name or counted from 0. Without it: every column but the time and those without a name.',
    }),
    target: optional({...columnOption, description: 'The column to forecast. Without it: the only column.'}),
    missing: missingOption,
  },
  isSeeded: false,
  load(data, context) {
    const file = context.openFile(data.path);
    const place = context.place(['data', 'path']);
    if ('missing' in file) return bad([{message: file.missing, place, ...(file.hint ? {hint: file.hint} : {})}]);
    let decoded: string;
    try {
      decoded = new TextDecoder('utf-8', {fatal: true}).decode(file.bytes);
    } catch {
      return bad([{message: `'${data.path}' is not UTF-8 text`, place, hint: 'save it as UTF-8'}]);
    }
    const read: Text = {file: file.shown, text: decoded};
    const parsed = parseRecords(read, data, context);
    if (!parsed.ok) return parsed;
    return good(tableOf(parsed.value, data, context, {sha256: sha256(file.bytes), origin: file.name}));
  },
});

/** What of an entry says how the fields of a file are read. */
interface Reading {
  readonly decimal: '.' | ',';
  readonly time?: string | number;
  readonly timeFormat?: string;
  readonly columns?: readonly (string | number)[];
}

function tableOf(
  records: Records,
  data: Reading,
  context: SourceContext,
  made: Pick<SourceTable, 'sha256' | 'origin'>,
): SourceTable {
  const found =
    data.time === undefined ? undefined : findColumn(data.time, records.names, context.place(['data', 'time']));
  const time = found?.ok ? found.value : undefined;
  return {
    ...made,
    names: records.names,
    rows: records.rows.length,
    inputs: [...records.names.keys()].filter(position => position !== time && !isIndex(records.names[position])),
    numbers: position => numbersOf(records, position, data),
    place: records.place,
    time: time === undefined ? undefined : records.rows.map(fields => fields[time]),
    timeProblems: found?.ok === false ? found.problems : timeProblems(records, time, data.timeFormat),
  };
}

function numbersOf(records: Records, position: number, data: Reading): Checked<Float64Array> {
  const values = new Float64Array(records.rows.length);
  const words: number[] = [];
  records.rows.forEach((fields, row) => {
    const value = csvNumber(fields[position], data.decimal);
    if (value === undefined) words.push(row);
    else values[row] = value;
  });
  if (words.length === 0) return good(values);
  // A column of words is one mistake, not one per row.
  const [first] = words;
  const more =
    words.length > 1 ? `, nor ${words.length === 2 ? 'is 1' : `are ${words.length - 1}`} more in that column` : '';
  return bad([
    {
      message: `${describe(records.rows[first][position])} in column '${records.names[position]}', row ${first + 1}, is not a number${more}`,
      place: records.place(first, position),
      hint: data.columns
        ? 'is data.decimal or data.delimiter another one?'
        : 'name the columns that the model should see in data.columns',
    },
  ]);
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
