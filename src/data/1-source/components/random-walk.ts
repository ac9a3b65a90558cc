import {nonNegativeNumber, number} from '../../../document/json-schema.js';
import {component} from './component.js';

export const randomWalk = component({
  type: 'random-walk',
  description: 'Sum of independent normal steps, starting at 0.',
  options: {
    deviation: {...nonNegativeNumber, default: 1, description: 'Standard deviation of a step.'},
    drift: {...number, default: 0, description: 'Mean of a step.'},
  },
  values: ({deviation, drift}, random) => {
    let position = 0;
    return t => {
      if (t > 0) position += drift + deviation * random.normal();
      return position;
    };
  },
});
