import {boolean, number, optional, positiveNumber} from '../../document/json-schema.js';
import type {Entry} from '../../document/kind.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {normalQuantile} from '../normal-quantile.js';
import {normalTail} from '../search/normal-mass.js';
import {type ParameterMistake, parameterKind} from './parameter.js';
import {digitsFor, numbers, short, WHOLE_HINT} from './range.js';

const options = {
  mean: {
    ...number,
    alsoCalled: {'W&B': ['mu'], SciPy: ['loc']},
    description: 'The mean; on a logarithmic scale, the mean of the logarithm.',
  },
  deviation: {
    ...positiveNumber,
    alsoCalled: {'W&B': ['sigma'], others: ['std', 'sd']},
    description: 'The standard deviation; on a logarithmic scale, that of the logarithm.',
  },
  scale: {
    type: 'string',
    enum: ['linear', 'log'],
    default: 'linear',
    description: 'log: the logarithm is normal, so that values are above 0.',
  },
  integer: {...boolean, default: false, description: 'Whether draws are rounded to whole numbers.'},
  least: optional({...number, description: 'Draws below this become this.'}),
  most: optional({...number, description: 'Draws above this become this.'}),
} as const;

type NormalEntry = Entry<'normal', typeof options>;

/** A normal distribution. */
export const normal = parameterKind({
  type: 'normal',
  description: 'A normal distribution: {mean: 0.5, deviation: 0.1}.',
  options,
  alsoCalled: {'Ray Tune': ['randn'], others: ['gaussian', 'q_normal', 'log_normal']},
  ownKeys: ['mean', 'deviation', 'least', 'most', 'mu', 'sigma', 'std'],
  mistakes,
  parameter({mean, deviation, scale, integer, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY}) {
    const digits = scale === 'log' ? 6 : digitsFor(Math.abs(mean) + 4 * deviation, 8 * deviation);
    const codeAt = (share: number) => {
      const at = mean + deviation * normalQuantile(share);
      const value = scale === 'log' ? exponential(at) : at;
      return Math.min(most, Math.max(least, integer ? Math.round(value) + 0 : short(value, digits)));
    };
    const coordinateOf = (code: number) =>
      normalTail((mean - (scale === 'log' ? logarithm(Math.max(code, 0)) : code)) / deviation);
    const axis = {dimension: {kind: 'share'}, coordinateOf, codeOf: codeAt} as const;
    const drawn = numbers({count: undefined, codeAt, axis});
    return integer ? drawn : {...drawn, wholeHint: WHOLE_HINT};
  },
});

function mistakes({integer, least, most}: NormalEntry): ParameterMistake[] {
  const found: ParameterMistake[] = [];
  if (least !== undefined && most !== undefined && least >= most)
    found.push({path: ['most'], message: `must be more than ${least}, found ${most}`});
  for (const [key, end] of Object.entries({least, most}))
    if (integer && end !== undefined && !Number.isInteger(end))
      found.push({
        path: [key],
        message: `expected a whole number, found ${end}`,
        hint: 'integer: true stands beside it',
      });
  return found;
}
