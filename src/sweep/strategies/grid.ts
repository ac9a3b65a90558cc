import {strategy} from './strategy.js';

/** Every combination. */
export const grid = strategy({
  type: 'grid',
  alsoCalled: {'scikit-learn': ['GridSearchCV'], others: ['exhaustive', 'cartesian']},
  description: 'Every combination of the values; the last parameter changes fastest.',
  options: {},
  choosing: {by: 'every'},
});
