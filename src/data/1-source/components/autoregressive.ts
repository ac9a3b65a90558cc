import {nonNegativeNumber, number} from '../../../document/json-schema.js';
import {component} from './component.js';

export const autoregressive = component({
  type: 'autoregressive',
  description: 'AR(p): each value is a weighted sum of the p values before it plus normal noise.',
  options: {
    coefficients: {
      type: 'array',
      minItems: 1,
      items: number,
      description: "The p weights, the most recent value's first.",
    },
    deviation: {...nonNegativeNumber, default: 1, description: 'Standard deviation of the noise.'},
  },
  values: ({coefficients, deviation}, random) => {
    const past: number[] = [];
    const next = () => {
      const value = coefficients.reduce(
        (total, weight, lag) => total + weight * (past[past.length - 1 - lag] ?? 0),
        deviation * random.normal(),
      );
      past.push(value);
      return value;
    };
    // Started long enough before the first row for the start to be forgotten.
    for (let warmUp = 0; warmUp < 100 + 10 * coefficients.length; warmUp++) next();
    return next;
  },
});
