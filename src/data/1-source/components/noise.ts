import {nonNegativeNumber} from '../../../document/json-schema.js';
import {component} from './component.js';

export const noise = component({
  type: 'noise',
  description: 'Independent normal numbers around 0.',
  options: {
    deviation: {...nonNegativeNumber, default: 1, description: 'Standard deviation.'},
  },
  values:
    ({deviation}, random) =>
    () =>
      deviation * random.normal(),
});
