import {nonNegativeNumber, number, objectSchema} from '../../../document/json-schema.js';
import {component} from './component.js';

const regime = (constant: number, slope: number) =>
  ({
    ...objectSchema({
      constant: {...number, description: 'What is added.'},
      slope: {...number, description: 'What the value before is multiplied by.'},
    }),
    default: {constant, slope},
  }) as const;

/** Values to start with are thrown away. */
const WARM_UP = 100;

/** x(t) = constant + slope x(t - 1) + noise, with other numbers on each side of a threshold. */
export const threshold = component({
  type: 'threshold',
  description:
    'A threshold autoregression (SETAR): each value is a linear function of the value before, with one line below a threshold and another above it. With the defaults this is a tent, which no linear network can forecast.',
  source: 'Tong and Lim, Threshold autoregression, limit cycles and cyclical data, 1980',
  options: {
    threshold: {...number, default: 0, description: 'Where the line changes.'},
    below: {...regime(1, 1.5), description: 'The line at the threshold and below it.'},
    above: {...regime(1, -1.5), description: 'The line above the threshold.'},
    deviation: {...nonNegativeNumber, default: 0.1, description: 'Standard deviation of the noise.'},
  },
  values({threshold: border, below, above, deviation}, random) {
    let value = 0.1 * random.normal();
    const next = () => {
      const {constant, slope} = value <= border ? below : above;
      value = constant + slope * value + deviation * random.normal();
      return value;
    };
    for (let row = 0; row < WARM_UP; row++) next();
    return next;
  },
});
