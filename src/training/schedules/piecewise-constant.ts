import {positiveInteger, positiveNumber} from '../../document/json-schema.js';
import {schedule} from './schedule.js';

/** 1 up to and at the first boundary. Source: keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay. */
export const piecewiseConstant = schedule({
  type: 'piecewise-constant',
  alsoCalled: {Keras: ['PiecewiseConstantDecay'], PyTorch: ['MultiStepLR']},
  description:
    "Changes at given steps, as Keras' PiecewiseConstantDecay: learningRate up to the first boundary, then learningRate times the first factor, and so on.",
  options: {
    boundaries: {
      type: 'array',
      minItems: 1,
      items: positiveInteger,
      description: 'The numbers of optimizer steps after which the learning rate changes, in rising order.',
    },
    factors: {
      type: 'array',
      minItems: 1,
      items: positiveNumber,
      description: 'One factor per boundary: from there on, the rate is learningRate times this factor.',
    },
  },
  factor({boundaries, factors}, step) {
    const passed = boundaries.filter(boundary => step > boundary).length;
    return passed === 0 ? 1 : factors[passed - 1];
  },
  mistake({boundaries, factors}) {
    if (factors.length !== boundaries.length)
      return {key: 'factors', message: `${factors.length} factors for ${boundaries.length} boundaries`};
    if (boundaries.some((boundary, index) => index > 0 && boundary <= boundaries[index - 1]))
      return {key: 'boundaries', message: 'the boundaries have to rise'};
    return undefined;
  },
});
