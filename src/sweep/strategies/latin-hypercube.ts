import {generator, permutation} from '../../random/generator.js';
import {strategy} from './strategy.js';

/** Every parameter evenly, combined at random. */
export const latinHypercube = strategy({
  type: 'latin-hypercube',
  alsoCalled: {others: ['lhs']},
  description:
    'Even draws of each parameter: its range is cut into as many parts as there are trials, and each part has one draw; the parameters are combined at random (McKay, Beckman and Conover 1979; SciPy qmc.LatinHypercube).',
  options: {},
  choosing: {
    by: 'drawn',
    draws: (_, {names, trials, seed}) => {
      const sources = names.map(name => generator(seed, 'sweep', 'latin-hypercube', name));
      let places: readonly Int32Array[] = [];
      let index = 0;
      return () => {
        // What rules leave out of one cube is made up for by another one.
        if (index % trials === 0) places = sources.map(source => permutation(source, trials));
        const at = index++ % trials;
        return places.map((own, position) => (own[at] + sources[position].uniform()) / trials);
      };
    },
  },
});
