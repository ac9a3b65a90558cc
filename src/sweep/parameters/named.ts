import {listedParameter, listedValues, repeatedValues} from './listed-values.js';
import {parameterKind} from './parameter.js';

/** Values with names, by which tables, filters and comparisons call them. */
export const named = parameterKind({
  type: 'named',
  description: 'Values with names, which tables, filters and comparisons use: {slow: {type: sgd}, fast: {type: adam}}.',
  options: {
    values: {
      type: 'object',
      minProperties: 1,
      additionalProperties: true,
      description: 'The values by their names. They may contain ${name} of other parameters.',
    },
  },
  ownKeys: [],
  mistakes: ({values}) => repeatedValues(listedValues(values)),
  parameter: ({values}) => listedParameter(listedValues(values)),
});
