import {generator} from '../../random/generator.js';
import {strategy} from './strategy.js';

/** Independent draws. */
export const random = strategy({
  type: 'random',
  alsoCalled: {'scikit-learn': ['RandomizedSearchCV'], others: ['randomized']},
  description:
    'Each combination by itself, at random: more trials go on after those that fewer have (Bergstra and Bengio 2012).',
  options: {},
  choosing: {
    by: 'drawn',
    draws: (_, {names, seed}) => {
      // Each parameter has numbers of its own: one more changes nothing of the others.
      const sources = names.map(name => generator(seed, 'sweep', 'random', name));
      return () => sources.map(source => source.uniform());
    },
  },
});
