import {boolean, positiveInteger, positiveNumber} from '../../document/json-schema.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {schedule} from './schedule.js';

/** The exponent is rounded down with staircase. Source: keras.io/api/optimizers/learning_rate_schedules/exponential_decay. */
export const exponentialDecay = schedule({
  type: 'exponential-decay',
  alsoCalled: {PyTorch: ['ExponentialLR']},
  description:
    "Falls by the same factor after each decaySteps steps, as Keras' ExponentialDecay: learningRate decayRate^(step / decaySteps).",
  options: {
    decaySteps: {
      oneOf: [positiveInteger, {type: 'string', enum: ['epoch']}],
      description: 'The number of optimizer steps over which it falls by decayRate; or epoch: the steps of one epoch.',
    },
    decayRate: {...positiveNumber, description: 'The factor.'},
    staircase: {
      ...boolean,
      default: false,
      description: 'true: it falls once after every decaySteps steps, and not a little with every step.',
    },
  },
  factor({decaySteps, decayRate, staircase}, step, stepsPerEpoch) {
    const times = step / (decaySteps === 'epoch' ? stepsPerEpoch : decaySteps);
    return exponential((staircase ? Math.floor(times) : times) * logarithm(decayRate));
  },
});
