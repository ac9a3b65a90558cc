import {initializer} from './initializer.js';
import {varianceScaling} from './variance-scaling.js';

export const lecunNormal = initializer({
  name: 'lecun-normal',
  description: 'Truncated normal, of variance 1 / fan in: LeCun et al. 1998.',
  fill: varianceScaling(1, 'fan-in', 'normal'),
});
