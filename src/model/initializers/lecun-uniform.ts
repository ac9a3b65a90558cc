import {initializer} from './initializer.js';
import {varianceScaling} from './variance-scaling.js';

export const lecunUniform = initializer({
  name: 'lecun-uniform',
  description: 'Uniform, of variance 1 / fan in: LeCun et al. 1998.',
  fill: varianceScaling(1, 'fan-in', 'uniform'),
});
