import {sizeOf} from '../shape.js';
import {initializer} from './initializer.js';

export const randomNormal = initializer({
  name: 'random-normal',
  description: 'Normal, of standard deviation 0.05.',
  fill: (shape, random) => Float32Array.from({length: sizeOf(shape)}, () => 0.05 * random.normal()),
});
