import {initializer, sizeOf} from './initializer.js';

export const zeros = initializer({
  name: 'zeros',
  description: 'All 0.',
  fill: shape => new Float32Array(sizeOf(shape)),
});
