import {exponential, logarithm} from '../../random/elementary.js';
import type {Schedule} from './schedule.js';

/** decayRate^(step / decaySteps), the exponent rounded down with staircase. Source: keras.io/api/optimizers/learning_rate_schedules/exponential_decay. */
export const exponentialDecay: Schedule<'exponential-decay'> = {
  type: 'exponential-decay',
  factor({decaySteps, decayRate, staircase}, step) {
    const times = step / decaySteps;
    return exponential((staircase ? Math.floor(times) : times) * logarithm(decayRate));
  },
};
