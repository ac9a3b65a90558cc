import {changeOver} from './change-over.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column, lag} from './options.js';

export const difference = feature({
  type: 'difference',
  alsoCalled: {pandas: ['diff'], others: ['delta', 'change']},
  description: 'x minus its value some rows before.',
  source: 'pandas Series.diff',
  options: {column, lag},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  prepare: entry => ofColumn(values => changeOver(values, entry.lag, (now, before) => now - before)),
});
