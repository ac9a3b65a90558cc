import {transform} from './transform.js';

/** Over the horizon; log1p and expm1 keep the digits of small returns. */
export const logReturn = transform({
  name: 'log-return',
  alsoCalled: {others: ['log_returns', 'logreturn', 'log-difference', 'log_diff']},
  formula: 'ln(x / last)',
  needsPositive: true,
  of: (value, lastKnown) => Math.log1p((value - lastKnown) / lastKnown),
  undo: (transformed, lastKnown) => lastKnown + lastKnown * Math.expm1(transformed),
});
