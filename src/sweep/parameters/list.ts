import {listedParameter, listedValues, repeatedValues} from './listed-values.js';
import {parameterKind} from './parameter.js';

/** Values one after the other: [linear, tanh]. */
export const list = parameterKind({
  type: 'list',
  description: 'A list of values, such as [linear, tanh].',
  options: {
    values: {
      type: 'array',
      minItems: 1,
      description:
        'The values. They may contain ${name} of other parameters, which then vary only together with such a value.',
    },
  },
  ownKeys: [],
  mistakes: ({values}) => repeatedValues(listedValues(values)),
  parameter: ({values}) => listedParameter(listedValues(values)),
});
