import {changeOver} from './change-over.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column, lag} from './options.js';

export const percentChange = feature({
  type: 'percent-change',
  alsoCalled: {pandas: ['pct_change'], 'TA-Lib': ['ROCP'], others: ['return', 'returns']},
  description: 'x / its value some rows before - 1: a share, 0.01 for one percent.',
  source: 'pandas Series.pct_change',
  options: {column, lag},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  prepare: entry => ofColumn(values => changeOver(values, entry.lag, (now, before) => now / before - 1)),
});
