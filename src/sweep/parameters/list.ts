import {listedParameter, listedValues, repeatedValues} from './listed-values.js';
import {parameterKind} from './parameter.js';

/** Values one after the other: [linear, tanh]. */
export const list = parameterKind({
  type: 'list',
  description: 'These values: a list alone, such as [linear, tanh].',
  options: {
    values: {
      type: 'array',
      minItems: 1,
      description:
        'The values; they may hold ${name} of other parameters, which vary only where such a value is taken.',
    },
  },
  ownKeys: [],
  mistakes: ({values}) => repeatedValues(listedValues(values)),
  parameter: ({values}) => listedParameter(listedValues(values)),
});
