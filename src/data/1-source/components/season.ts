import {number} from '../../../document/json-schema.js';
import {component} from './component.js';

export const season = component({
  type: 'season',
  description: 'A pattern that repeats.',
  options: {
    pattern: {type: 'array', minItems: 2, items: number, description: 'One value per row of the cycle.'},
  },
  values:
    ({pattern}) =>
    t =>
      pattern[t % pattern.length],
});
