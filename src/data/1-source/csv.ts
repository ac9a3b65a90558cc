import {text} from '../../document/json-schema.js';
import {bad} from '../../document/problem.js';
import {DELIMITERS} from './delimited/layout.js';
import {loadDelimited} from './delimited/load-delimited.js';
import {GROUP_MARKS} from './reading/number-text.js';
import {source} from './source.js';
import {tableOptions, unpivotOption} from './table-options.js';

export const csv = source({
  type: 'csv',
  description:
    'A file of comma-separated (or otherwise delimited) values, one row per point in time, also gzipped. What is not set is found out; where two readings are possible, both are shown.',
  options: {
    path: {
      ...text,
      description: 'The file, relative to this one; or npm:PACKAGE/FILE for a file of an installed npm package.',
    },
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
    decimal: {
      type: 'string',
      enum: ['auto', '.', ','],
      default: 'auto',
      description: 'The decimal mark of the numbers.',
    },
    thousands: {
      type: 'string',
      enum: ['auto', 'none', ...GROUP_MARKS],
      default: 'auto',
      description: 'What groups the thousands of the numbers.',
    },
    unpivot: unpivotOption,
    ...tableOptions,
  },
  isSeeded: false,
  load(data, context) {
    const file = context.openFile(data.path);
    const place = context.place(['data', 'path']);
    if ('missing' in file) return bad([{message: file.missing, place, ...(file.hint ? {hint: file.hint} : {})}]);
    return loadDelimited(file, data, context);
  },
});
