import {text} from '../../document/json-schema.js';
import type {Checked} from '../../document/problem.js';
import type {TextChoice} from './delimited/delimited-text.js';
import {DELIMITERS} from './delimited/delimiters.js';
import {joinedTables} from './joined-tables.js';
import {readOpened} from './reading/read-table.js';
import {type OpenedTable, source} from './source.js';
import type {SourceContext} from './source-context.js';
import {type FilesEntry, openFiles, pathOption, sha256Option, withDigest} from './source-files.js';
import {numberOptions, tableOptions, unpivotOption} from './table-options.js';

export const csv = source({
  type: 'csv',
  description:
    'A delimited text file, such as CSV, with one row per point in time; it may be gzipped. Options that you do not set are detected. If two readings are possible, this is an error that shows both.',
  options: {
    path: pathOption,
    sha256: sha256Option,
    encoding: {
      ...text,
      default: 'auto',
      description: 'How the text is encoded: utf-8, utf-16le, windows-1252, shift_jis, euc-jp, ...',
    },
    delimiter: {
      alsoCalled: {pandas: ['sep'], others: ['separator']},
      type: 'string',
      enum: ['auto', ...DELIMITERS],
      default: 'auto',
      description:
        "The character between two fields. ' ' means any number of blanks and tabs; none means that the file has one column.",
    },
    header: {
      oneOf: [{type: 'string', enum: ['auto', 'none']}, {type: 'integer', minimum: 1, maximum: 10}, {type: 'boolean'}],
      default: 'auto',
      description:
        "How many rows hold the names of the columns. With none, the columns are called 0, 1, ... A column without a name (the index of a data frame) is called 'Unnamed: 0', as in pandas. true means 1, false means none.",
    },
    skip: {
      alsoCalled: {pandas: ['skiprows', 'skip_rows']},
      oneOf: [
        {type: 'string', enum: ['auto']},
        {type: 'integer', minimum: 0, maximum: 1000},
      ],
      default: 'auto',
      description: 'How many lines come before the table.',
    },
    comment: {
      ...text,
      default: 'auto',
      description: 'Lines that begin with this are left out, such as #; or none.',
    },
    ...numberOptions,
    unpivot: unpivotOption,
    ...tableOptions,
  },
  isSeeded: false,
  files: {extensions: ['csv', 'tsv', 'txt', 'tab', 'dat', 'data'], open},
  load: async (data, context) => readOpened(await open(data, context), data, context),
});

/** What of an entry says which files there are, and how they are cut into fields. */
type CsvFiles = FilesEntry & TextChoice;

async function open(data: CsvFiles, context: SourceContext): Promise<Checked<OpenedTable>> {
  const opened = await openFiles(data, context);
  if (!opened.ok) return opened;
  // What takes a text apart is loaded where there is one.
  const {DelimitedText} = await import('./delimited/delimited-text.js');
  const tables = opened.value.files.map(file => ({name: file.name, table: DelimitedText.open(file, data, context)}));
  return withDigest(joinedTables(tables, context.place(['data', 'path'])), opened.value);
}
