import {number, positiveInteger, positiveNumber} from '../../../document/json-schema.js';
import {component} from './component.js';

/** Steps of the integration in one row. */
const STEPS = 10;
/** Rows that are thrown away: by then its beginning is forgotten. */
const WARM_UP = 500;

/** x' = beta x(t - tau) / (1 + x(t - tau)^exponent) - gamma x(t), by Euler's method with ten steps a row. */
export const mackeyGlass = component({
  type: 'mackey-glass',
  description:
    'The Mackey-Glass equation: each change depends on the value tau rows before. It is chaotic with the defaults. The seed decides where it begins.',
  source: 'Mackey and Glass, Oscillation and chaos in physiological control systems, 1977',
  options: {
    tau: {...positiveInteger, maximum: 10_000, default: 17, description: 'Rows of the delay.'},
    beta: {...positiveNumber, default: 0.2, description: 'How much is produced.'},
    gamma: {...number, default: 0.1, description: 'How much decays.'},
    exponent: {...positiveInteger, maximum: 64, default: 10, description: 'How sharply production ends.'},
  },
  values({tau, beta, gamma, exponent}, random) {
    const past = Array.from({length: tau * STEPS + 1}, () => 1.2 + 0.1 * (random.uniform() - 0.5));
    let at = 0;
    const next = () => {
      for (let step = 0; step < STEPS; step++) {
        const now = past[(at + past.length - 1) % past.length];
        const delayed = past[at];
        let power = 1;
        for (let count = 0; count < exponent; count++) power *= delayed;
        past[at] = now + ((beta * delayed) / (1 + power) - gamma * now) / STEPS;
        at = (at + 1) % past.length;
      }
      return past[(at + past.length - 1) % past.length];
    };
    for (let row = 0; row < WARM_UP; row++) next();
    return next;
  },
});
