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
    "Columns that become rows, such as [JAN, FEB, ..., DEC] in a table with one row per year. They become two columns, 'variable' (the names) and 'value', as with pandas.melt. The time then consists of the time column and 'variable'.",
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
    description: 'The mark between groups of thousands in the numbers.',
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
      'The column with the time, by name or counted from 0, or several columns with parts of it ([date, clock], [year, quarter]). The rows must be in the order of time, with the newest row first or last. The model does not see this column.',
  }),
  timeFormat: {
    ...text,
    alsoCalled: {pandas: ['date_format', 'format']},
    default: 'auto',
    description: `The format of the time, in the tokens of Day.js (DD.MM.YYYY HH:mm), or one of ${NAMED_FORMATS.join(', ')}. It is detected if all rows fit only one format.`,
  },
  timeZone: {
    ...text,
    alsoCalled: {pandas: ['tz']},
    default: 'auto',
    description:
      'The time zone of the clock, such as Europe/Berlin: it tells the two hours apart that this clock shows twice. Without it the times are taken as they are.',
  },
  series: optional({
    alsoCalled: {others: ['group', 'group_by', 'group_ids', 'item_id', 'unique_id', 'id_col']},
    oneOf: [...columnOption.oneOf, {...columnsOption}],
    description:
      'The column, or columns, that tell several series in one file apart, such as store. No window crosses series, each series is split by itself, and one network is trained on all. The model does not see this column.',
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
      'Further marks of a missing value, such as [-999, "k"]. An empty field, NA, NaN, -, ?, #N/A and similar marks always count as missing.',
  },
  missing: missingOption,
} as const;
