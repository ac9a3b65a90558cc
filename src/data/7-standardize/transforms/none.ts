import {transform} from './transform.js';

export const none = transform({
  name: 'none',
  alsoCalled: {others: ['level', 'identity']},
  formula: 'x',
  needsPositive: false,
  of: value => value,
  undo: transformed => transformed,
});
