import {optional, positiveInteger} from '../../document/json-schema.js';
import {columnOption} from '../3-choose/column-options.js';

/** Options of several kinds of features. */
export const column = {
  ...columnOption,
  alsoCalled: {others: ['of', 'on', 'col', 'field']},
  description: 'The column from which it is made: a column of the data, or of a feature above this one.',
} as const;

export const lag = {
  ...positiveInteger,
  alsoCalled: {pandas: ['periods'], others: ['shift', 'by', 'rows']},
  default: 1,
  description: 'How many rows before.',
} as const;

export const length = {
  ...positiveInteger,
  maximum: 1_000_000,
  alsoCalled: {pandas: ['window'], 'TA-Lib': ['timeperiod'], others: ['period', 'size', 'interval', 'span']},
  description: 'The number of rows.',
} as const;

const part = (name: string) =>
  optional({...columnOption, description: `The column of the ${name}. Without it: the column with this name.`});

/** The columns that candles are in. */
export const candleOptions = {
  open: part('open'),
  high: part('high'),
  low: part('low'),
  close: part('close'),
} as const;

export const volumeOption = part('volume');
