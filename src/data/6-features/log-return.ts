import {logarithm} from '../../random/elementary.js';
import {changeOver} from './change-over.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column, lag} from './options.js';

export const logReturn = feature({
  type: 'log-return',
  alsoCalled: {others: ['log_returns', 'logreturn', 'log_diff']},
  description: 'ln(x / its value some rows before); no value if one of them is not above 0.',
  source: 'pandas np.log(Series).diff',
  options: {column, lag},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  prepare: entry =>
    ofColumn(values =>
      changeOver(values, entry.lag, (now, before) => (now > 0 && before > 0 ? logarithm(now / before) : Number.NaN)),
    ),
});
