import {text} from '../../document/json-schema.js';
import {DelimitedText} from './delimited/delimited-text.js';
import {DELIMITERS} from './delimited/layout.js';
import {joinedTables} from './joined-tables.js';
import {readTable} from './reading/read-table.js';
import {source} from './source.js';
import {openFiles, pathOption, sha256Option} from './source-files.js';
import {numberOptions, tableOptions, unpivotOption} from './table-options.js';

export const csv = source({
  type: 'csv',
  description:
    'A file of comma-separated (or otherwise delimited) values, one row per point in time, also gzipped. What is not set is found out; where two readings are possible, both are shown.',
  options: {
    path: pathOption,
    sha256: sha256Option,
    encoding: {
      ...text,
      default: 'auto',
      description: 'How the text is encoded: utf-8, utf-16le, windows-1252, shift_jis, euc-jp, ...',
    },
    delimiter: {
      type: 'string',
      enum: ['auto', ...DELIMITERS],
      default: 'auto',
      description: "What stands between two fields; ' ' is any number of blanks and tabs, none a file of one column.",
    },
    header: {
      oneOf: [{type: 'string', enum: ['auto', 'none']}, {type: 'integer', minimum: 1, maximum: 10}, {type: 'boolean'}],
      default: 'auto',
      description:
        "How many rows name the columns, or none: then columns are called by their places, 0, 1, ... A column without a name (a data frame's index) is called 'Unnamed: 0' after its place, as pandas does. true and false say 1 and none.",
    },
    skip: {
      oneOf: [
        {type: 'string', enum: ['auto']},
        {type: 'integer', minimum: 0, maximum: 1000},
      ],
      default: 'auto',
      description: 'How many lines stand before the table.',
    },
    comment: {
      ...text,
      default: 'auto',
      description: 'What lines begin with that are left out, such as #; or none.',
    },
    ...numberOptions,
    unpivot: unpivotOption,
    ...tableOptions,
  },
  isSeeded: false,
  load(data, context) {
    const opened = openFiles(data, context);
    if (!opened.ok) return opened;
    const tables = opened.value.files.map(file => ({name: file.name, table: DelimitedText.open(file, data, context)}));
    const joined = joinedTables(tables, context.place(['data', 'path']));
    return joined.ok ? readTable(joined.value, data, opened.value, context) : joined;
  },
});
