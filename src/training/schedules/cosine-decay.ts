import {sineOfTurns} from '../../random/elementary.js';
import type {Schedule} from './schedule.js';

/** (1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha. Source: keras.io/api/optimizers/learning_rate_schedules/cosine_decay. */
export const cosineDecay: Schedule<'cosine-decay'> = {
  type: 'cosine-decay',
  factor({decaySteps, alpha}, step) {
    const share = Math.min(step, decaySteps) / decaySteps;
    // cos(pi x) is the sine a quarter of a turn further on.
    return (1 - alpha) * 0.5 * (1 + sineOfTurns(share / 2 + 0.25)) + alpha;
  },
};
