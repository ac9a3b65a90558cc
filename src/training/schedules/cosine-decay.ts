import {belowOne, positiveInteger} from '../../document/json-schema.js';
import {sineOfTurns} from '../../random/elementary.js';
import {schedule} from './schedule.js';

/** Source: keras.io/api/optimizers/learning_rate_schedules/cosine_decay. */
export const cosineDecay = schedule({
  type: 'cosine-decay',
  alsoCalled: {PyTorch: ['CosineAnnealingLR']},
  description:
    "Falls along half a cosine, as Keras' CosineDecay (Loshchilov and Hutter 2016): learningRate ((1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha).",
  options: {
    decaySteps: {
      ...positiveInteger,
      description: 'The number of optimizer steps until the lowest rate, which it then keeps.',
    },
    alpha: {...belowOne, default: 0, description: 'The lowest, as a share of learningRate.'},
  },
  factor({decaySteps, alpha}, step) {
    const share = Math.min(step, decaySteps) / decaySteps;
    // cos(pi x) is the sine a quarter of a turn further on.
    return (1 - alpha) * 0.5 * (1 + sineOfTurns(share / 2 + 0.25)) + alpha;
  },
});
