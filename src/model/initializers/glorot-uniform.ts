import {initializer} from './initializer.js';
import {varianceScaling} from './variance-scaling.js';

export const glorotUniform = initializer({
  name: 'glorot-uniform',
  description: 'Uniform, of variance 2 / (fan in + fan out): Glorot and Bengio 2010.',
  fill: varianceScaling(1, 'fan-average', 'uniform'),
});
