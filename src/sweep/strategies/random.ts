import {generator} from '../../random/generator.js';
import {strategy} from './strategy.js';

/** Independent draws. */
export const random = strategy({
  type: 'random',
  alsoCalled: {'scikit-learn': ['RandomizedSearchCV'], others: ['randomized']},
  description:
    'Independent random combinations (Bergstra and Bengio 2012). With more trials, the first ones stay the same.',
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
