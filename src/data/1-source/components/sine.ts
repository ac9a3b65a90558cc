import {number, positiveNumber} from '../../../document/json-schema.js';
import {sineOfTurns} from '../../../random/elementary.js';
import {component} from './component.js';

export const sine = component({
  type: 'sine',
  description: 'amplitude * sin(2 pi (t / period + phase)).',
  options: {
    period: {...positiveNumber, description: 'Rows per cycle.'},
    amplitude: {...number, default: 1, description: 'Height of the wave.'},
    phase: {...number, default: 0, description: 'Shift in cycles.'},
  },
  values:
    ({period, amplitude, phase}) =>
    t =>
      amplitude * sineOfTurns((t % period) / period + phase),
});
