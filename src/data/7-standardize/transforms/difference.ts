import {transform} from './transform.js';

/** Over the horizon, as pandas' Series.diff(horizon). */
export const difference = transform({
  name: 'difference',
  alsoCalled: {pandas: ['diff'], others: ['delta', 'change', 'differencing']},
  formula: 'x - last',
  needsPositive: false,
  of: (value, lastKnown) => value - lastKnown,
  undo: (transformed, lastKnown) => lastKnown + transformed,
});
