import {changeOver} from './change-over.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column, lag as lagOption} from './options.js';

export const lag = feature({
  type: 'lag',
  alsoCalled: {pandas: ['shift']},
  description: 'The value some rows before.',
  source: 'pandas Series.shift',
  options: {column, lag: lagOption},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  prepare: entry => ofColumn(values => changeOver(values, entry.lag, (_, before) => before)),
});
