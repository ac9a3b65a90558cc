import {sizeOf} from '../shape.js';
import {initializer} from './initializer.js';

export const zeros = initializer({
  name: 'zeros',
  description: 'All 0.',
  fill: shape => new Float32Array(sizeOf(shape)),
});
