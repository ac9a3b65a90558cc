import {sizeOf} from '../shape.js';
import {initializer} from './initializer.js';

export const randomUniform = initializer({
  name: 'random-uniform',
  description: 'Uniform between -0.05 and 0.05.',
  fill: (shape, random) => Float32Array.from({length: sizeOf(shape)}, () => 0.05 * (2 * random.uniform() - 1)),
});
