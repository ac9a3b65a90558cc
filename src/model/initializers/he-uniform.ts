import {initializer} from './initializer.js';
import {varianceScaling} from './variance-scaling.js';

export const heUniform = initializer({
  name: 'he-uniform',
  description: 'Uniform, of variance 2 / fan in: He et al. 2015.',
  fill: varianceScaling(2, 'fan-in', 'uniform'),
});
