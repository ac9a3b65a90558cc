import {optional, text} from '../../document/json-schema.js';
import {duplicatesOption} from '../2-order/duplicates-option.js';
import {gapsOption, maxGapOption} from '../2-order/gaps.js';
import {resampleOption} from '../2-order/resample.js';
import {columnOption, columnsOption} from '../3-choose/column-options.js';
import {missingOption} from '../5-fill/missing-option.js';
import {GROUP_MARKS} from './reading/number-text.js';
import {NAMED_FORMATS} from './reading/time-format.js';

/** Columns of a wide table that are read one after the other, row by row. */
export const unpivotOption = optional({
  ...columnsOption,
  minItems: 2,
  description:
    "Columns that are read one after the other in each row, such as [JAN, FEB, ..., DEC] of a table with a row for each year: they become two columns, 'variable' (their names) and 'value', as pandas.melt calls them. The time is then made of the time column and 'variable'.",
});

/** How numbers are written that are text. */
export const numberOptions = {
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
} as const;

/** Options of every source that is a table of named columns. */
export const tableOptions = {
  time: optional({
    alsoCalled: {
      pandas: ['index_col', 'parse_dates', 'index'],
      others: ['date', 'datetime', 'timestamp', 'time_col', 'date_column'],
    },
    oneOf: [...columnOption.oneOf, {...columnsOption, minItems: 2}],
    description:
      'The column that holds the time, by name or counted from 0; or several that hold parts of it ([date, clock], [year, quarter]). Rows must run in its order, the newest ones first or last; it is no input.',
  }),
  timeFormat: {
    ...text,
    alsoCalled: {pandas: ['date_format', 'format']},
    default: 'auto',
    description: `How a time is written, in the tokens of Day.js (DD.MM.YYYY HH:mm), or one of ${NAMED_FORMATS.join(', ')}. Found out where all rows fit one format only.`,
  },
  timeZone: {
    ...text,
    alsoCalled: {pandas: ['tz']},
    default: 'auto',
    description:
      'The zone of the clock that the times are from, such as Europe/Berlin: an hour that comes twice there is two different ones. Without it the clock is taken as it is.',
  },
  series: optional({
    alsoCalled: {others: ['group', 'group_by', 'group_ids', 'item_id', 'unique_id', 'id_col']},
    oneOf: [...columnOption.oneOf, {...columnsOption}],
    description:
      'The column, or columns, that tell several series in one file apart, such as store. Windows never cross series, each one is split by itself, and one network is trained over all; it is no input.',
  }),
  duplicates: duplicatesOption,
  resample: resampleOption,
  gaps: gapsOption,
  maxGap: maxGapOption,
  missingMarks: {
    alsoCalled: {pandas: ['na_values']},
    oneOf: [
      {type: 'string', enum: ['auto']},
      {
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: {oneOf: [{type: 'string', minLength: 1}, {type: 'number'}]},
      },
    ],
    default: 'auto',
    description:
      'What stands for a missing value besides what always does (an empty field, NA, NaN, -, ?, #N/A and the like), such as [-999, "k"].',
  },
  missing: missingOption,
} as const;
