import {number} from '../../../document/json-schema.js';
import {component} from './component.js';

export const trend = component({
  type: 'trend',
  description: 'intercept + slope * t.',
  options: {
    slope: {...number, description: 'Rise per row.'},
    intercept: {...number, default: 0, description: 'Value of the first row.'},
  },
  values:
    ({slope, intercept}) =>
    t =>
      intercept + slope * t,
});
