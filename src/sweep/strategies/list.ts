import {strategy} from './strategy.js';

/** The combinations that somebody listed. */
export const list = strategy({
  type: 'list',
  description:
    'The combinations under sweep.combinations, one by one: {strategy: list, combinations: [{window: 5}, {window: 20}]}.',
  options: {},
  choosing: {by: 'listed'},
});
