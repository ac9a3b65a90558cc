import {generator} from '../../random/generator.js';
import {SOBOL_DIRECTIONS} from './sobol-directions.js';
import {strategy} from './strategy.js';

const BITS = 32;
const SIZE = 2 ** BITS;

/** All parameters evenly. */
export const sobol = strategy({
  type: 'sobol',
  description:
    "Points that are even over all parameters together; best with 2, 4, 8, 16, ... trials. With more trials, the first ones stay the same (Sobol's sequence by Joe and Kuo 2008, shifted by the seed; SciPy qmc.Sobol).",
  options: {},
  choosing: {
    by: 'drawn',
    mostParameters: SOBOL_DIRECTIONS.length + 1,
    draws: (_, {names, seed}) => {
      // A digital shift keeps how evenly the points lie (Owen 1995), and the first one from being 0.
      const shifts = names.map((name, position) => generator(seed, 'sweep', 'sobol', position, name).integer(SIZE));
      const next = sobolSequence(names.length);
      return () => next().map((number, position) => ((number ^ shifts[position]) >>> 0) / SIZE);
    },
  },
});

/** Gives the points of Sobol's sequence, one after the other, as whole shares of 2^32, in the order of Gray codes. */
export function sobolSequence(dimensions: number): () => number[] {
  const directions = Array.from({length: dimensions}, (_, dimension) => directionsOf(dimension));
  const point = new Array<number>(dimensions).fill(0);
  let index = 0;
  return () => {
    const current = [...point];
    // The lowest bit that isn't set says which direction the next point lies in.
    const bit = Math.min(BITS - 1, 31 - Math.clz32(~index & (index + 1)));
    index = (index + 1) >>> 0;
    directions.forEach((own, dimension) => {
      point[dimension] = (point[dimension] ^ own[bit]) >>> 0;
    });
    return current;
  };
}

/** The direction numbers of a dimension, counted from 0, as bits of a fraction. */
function directionsOf(dimension: number): readonly number[] {
  if (dimension === 0) return Array.from({length: BITS}, (_, bit) => 2 ** (BITS - 1 - bit));
  const [polynomial, ...first] = SOBOL_DIRECTIONS[dimension - 1];
  const degree = first.length;
  const numbers = first.map((number, bit) => number * 2 ** (BITS - 1 - bit));
  for (let bit = degree; bit < BITS; bit++) {
    let next = (numbers[bit - degree] ^ (numbers[bit - degree] >>> degree)) >>> 0;
    for (let term = 1; term < degree; term++)
      if ((polynomial >>> (degree - term)) & 1) next = (next ^ numbers[bit - term]) >>> 0;
    numbers.push(next);
  }
  return numbers;
}
