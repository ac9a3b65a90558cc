import {transform} from './transform.js';

/** A share, 0.01 for one percent, over the horizon, as pandas' Series.pct_change(horizon). */
export const percentChange = transform({
  name: 'percent-change',
  alsoCalled: {pandas: ['pct_change'], others: ['return', 'returns', 'simple-return']},
  formula: '(x - last) / last',
  needsPositive: true,
  of: (value, lastKnown) => (value - lastKnown) / lastKnown,
  undo: (transformed, lastKnown) => lastKnown + lastKnown * transformed,
});
