import {exponential, logarithm} from '../../../random/elementary.js';
import {transform} from './transform.js';

/** Over the horizon, as pandas' np.log(series).diff(horizon). */
export const logReturn = transform({
  name: 'log-return',
  alsoCalled: {others: ['log_returns', 'logreturn', 'log-difference', 'log_diff']},
  formula: 'ln(x / last)',
  needsPositive: true,
  of: (value, lastKnown) => logarithm(value / lastKnown),
  undo: (transformed, lastKnown) => lastKnown * exponential(transformed),
});
