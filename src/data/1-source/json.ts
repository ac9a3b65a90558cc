import {isMapping, optional, text} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';
import {ColumnTable} from './column-table.js';
import {joinedTables} from './joined-tables.js';
import type {OpenedFile} from './opened-file.js';
import {distinctNames} from './reading/column-names.js';
import {readOpened} from './reading/read-table.js';
import {type OpenedTable, source} from './source.js';
import type {SourceContext} from './source-context.js';
import {type FilesEntry, openFiles, pathOption, sha256Option, withDigest} from './source-files.js';
import {numberOptions, tableOptions} from './table-options.js';

/** A text may be as long as this; Node has no longer ones. */
const LONGEST = 500_000_000;

export const json = source({
  type: 'json',
  description:
    'A JSON file: a list of records, lists by column names, a list of rows, or one record per line (JSON Lines).',
  options: {
    path: pathOption,
    sha256: sha256Option,
    at: optional({
      ...text,
      description:
        'The path of the table in the document, such as result.prices. Without it: the document itself, or the only list in it.',
    }),
    ...numberOptions,
    ...tableOptions,
  },
  isSeeded: false,
  files: {extensions: ['json', 'jsonl', 'ndjson'], open},
  load: async (data, context) => readOpened(await open(data, context), data, context),
});

async function open(data: FilesEntry & {readonly at?: string}, context: SourceContext): Promise<Checked<OpenedTable>> {
  const opened = await openFiles(data, context);
  if (!opened.ok) return opened;
  const place = context.place(['data', 'path']);
  const tables = opened.value.files.map(file => ({name: file.name, table: jsonTable(file, data.at, place)}));
  return withDigest(joinedTables(tables, place), opened.value);
}

function jsonTable(file: OpenedFile, at: string | undefined, place: Place): Checked<ColumnTable> {
  const wrong = (message: string, hint: string) => bad([{message: `'${file.name}' ${message}`, place, hint}]);
  if (file.size > LONGEST) return wrong('is too large to be read as JSON', 'JSON Lines, CSV and Parquet may be larger');
  const document = parsed(new TextDecoder().decode(file.read(0, file.size)));
  if ('fault' in document) return wrong(`is no JSON: ${document.fault}`, 'a list of records, or one record per line');
  const found = at === undefined ? tableIn(document.value) : valueAt(document.value, at);
  const table = found === undefined ? undefined : columnsOf(found);
  if (!table)
    return wrong(
      at === undefined ? 'holds no table' : `holds no table at ${at}`,
      'a list of records, lists by column names, or a list of rows; data.at says where in the document it stands',
    );
  if (table.rows === 0) return wrong('has no rows', 'see data.path');
  const nowhere: Place = {source: {file: file.shown, text: ''}, line: 1, column: 1, length: 1};
  return good(new ColumnTable(table.names, table.columns, table.rows, () => nowhere));
}

/** A document, or the records of lines that are one each. */
function parsed(content: string): {readonly value: unknown} | {readonly fault: string} {
  try {
    return {value: JSON.parse(content)};
  } catch (error) {
    const lines = content.split('\n').filter(line => line.trim() !== '');
    try {
      if (lines.length > 1 && /^\s*[{[]/.test(lines[0])) return {value: lines.map(line => JSON.parse(line) as unknown)};
    } catch {
      // What is wrong with the document as a whole is told.
    }
    return {fault: error instanceof Error ? error.message : String(error)};
  }
}

function valueAt(document: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((here, key) => {
    if (Array.isArray(here)) return here[Number(key)];
    return isMapping(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }, document);
}

/** The document, or the only list in it that is a table. */
function tableIn(document: unknown): unknown {
  if (!isMapping(document) || Object.values(document).every(isColumn)) return document;
  const lists = Object.values(document).filter(value => Array.isArray(value) && columnsOf(value) !== undefined);
  return lists.length === 1 ? lists[0] : document;
}

interface Columns {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
  readonly rows: number;
}

function isColumn(value: unknown): boolean {
  return (Array.isArray(value) && !value.some(one => typeof one === 'object' && one !== null)) || isIndexed(value);
}

/** As pandas writes a column: its values by their index. */
function isIndexed(value: unknown): value is {readonly [key: string]: unknown} {
  return isMapping(value) && Object.values(value).every(one => typeof one !== 'object' || one === null);
}

function columnsOf(table: unknown): Columns | undefined {
  if (Array.isArray(table)) return table.every(Array.isArray) ? fromRows(table) : fromRecords(table);
  if (!isMapping(table)) return undefined;
  const entries = Object.entries(table);
  if (entries.length === 0 || !entries.every(([, value]) => isColumn(value))) return undefined;
  const columns = entries.map(([, value]) =>
    Array.isArray(value) ? value : isMapping(value) ? Object.values(value) : [],
  );
  const rows = columns[0].length;
  return columns.every(column => column.length === rows)
    ? {names: entries.map(([name]) => name), columns, rows}
    : undefined;
}

function fromRecords(records: readonly unknown[]): Columns | undefined {
  const names = new Set<string>();
  for (const record of records) {
    if (!isMapping(record)) return undefined;
    for (const name of Object.keys(record)) names.add(name);
  }
  const all = [...names];
  return {
    names: distinctNames(all),
    columns: all.map(name =>
      records.map(record => (isMapping(record) && Object.hasOwn(record, name) ? record[name] : null)),
    ),
    rows: records.length,
  };
}

/** Rows of values, as exchanges give them: columns are called by their places. */
function fromRows(rows: readonly (readonly unknown[])[]): Columns | undefined {
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.some(row => row.length !== width)) return undefined;
  const places = Array.from({length: width}, (_, column) => column);
  return {names: places.map(String), columns: places.map(column => rows.map(row => row[column])), rows: rows.length};
}
