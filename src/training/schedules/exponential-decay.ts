import {boolean, positiveInteger, positiveNumber} from '../../document/json-schema.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {schedule} from './schedule.js';

/** The exponent is rounded down with staircase. Source: keras.io/api/optimizers/learning_rate_schedules/exponential_decay. */
export const exponentialDecay = schedule({
  type: 'exponential-decay',
  alsoCalled: {PyTorch: ['ExponentialLR']},
  description:
    "Falls by the same factor over the same number of steps, as Keras' ExponentialDecay: learningRate decayRate^(step / decaySteps).",
  options: {
    decaySteps: {
      oneOf: [positiveInteger, {type: 'string', enum: ['epoch']}],
      description: 'Optimizer steps over which it falls by decayRate; or epoch, as many as an epoch has.',
    },
    decayRate: {...positiveNumber, description: 'The factor.'},
    staircase: {
      ...boolean,
      default: false,
      description: 'Falls at once after every decaySteps steps, not step by step.',
    },
  },
  factor({decaySteps, decayRate, staircase}, step, stepsPerEpoch) {
    const times = step / (decaySteps === 'epoch' ? stepsPerEpoch : decaySteps);
    return exponential((staircase ? Math.floor(times) : times) * logarithm(decayRate));
  },
});
