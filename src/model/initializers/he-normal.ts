import {initializer} from './initializer.js';
import {varianceScaling} from './variance-scaling.js';

export const heNormal = initializer({
  name: 'he-normal',
  description: 'Truncated normal, of variance 2 / fan in: He et al. 2015.',
  fill: varianceScaling(2, 'fan-in', 'normal'),
});
