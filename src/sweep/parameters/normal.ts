import {boolean, number, optional, positiveNumber} from '../../document/json-schema.js';
import type {Entry} from '../../document/kind.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {normalQuantile} from '../normal-quantile.js';
import {normalTail} from '../search/normal-mass.js';
import {type ParameterMistake, parameterKind} from './parameter.js';
import {numbers, short, WHOLE_HINT} from './range.js';

const options = {
  mean: {...number, description: 'The mean; on a logarithmic scale that of the logarithm.'},
  deviation: {...positiveNumber, description: 'The standard deviation; on a logarithmic scale that of the logarithm.'},
  scale: {
    type: 'string',
    enum: ['linear', 'log'],
    default: 'linear',
    description: 'log: the logarithm is normal, so that values are above 0.',
  },
  integer: {...boolean, default: false, description: 'Whether what is drawn is rounded to a whole number.'},
  least: optional({...number, description: 'What lies below is drawn as this.'}),
  most: optional({...number, description: 'What lies above is drawn as this.'}),
} as const;

type NormalEntry = Entry<'normal', typeof options>;

/** A normal distribution. */
export const normal = parameterKind({
  type: 'normal',
  description: 'Normally distributed: {mean: 0.5, deviation: 0.1}.',
  options,
  ownKeys: ['mean', 'deviation', 'least', 'most'],
  mistakes,
  parameter({mean, deviation, scale, integer, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY}) {
    const codeAt = (share: number) => {
      const at = mean + deviation * normalQuantile(share);
      const value = scale === 'log' ? exponential(at) : at;
      return Math.min(most, Math.max(least, integer ? Math.round(value) : short(value)));
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
