import {nonNegativeNumber, number} from '../../../document/json-schema.js';
import {component} from './component.js';

const share = {type: 'number', minimum: 0, maximum: 1} as const;

/** Increments are normal, with a mean and a deviation that a hidden Markov chain of two states decides. */
export const regimeSwitch = component({
  type: 'regime-switch',
  description:
    'A random walk with calm and wild phases: a hidden state decides the mean and the deviation of the steps, and may change in each row.',
  source: 'Hamilton, A new approach to the economic analysis of nonstationary time series and the business cycle, 1989',
  options: {
    means: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: number,
      default: [0.05, -0.1],
      description: 'Mean step in each state.',
    },
    deviations: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: nonNegativeNumber,
      default: [0.5, 2],
      description: 'Standard deviation of a step in each state.',
    },
    stay: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: share,
      default: [0.98, 0.95],
      description: 'The probability that a state stays the same in the next row.',
    },
  },
  values({means, deviations, stay}, random) {
    let [state, position] = [0, 0];
    return t => {
      if (t === 0) return position;
      if (!random.chance(stay[state])) state = 1 - state;
      position += means[state] + deviations[state] * random.normal();
      return position;
    };
  },
});
