import {listedParameter, listedValues, repeatedValues} from './listed-values.js';
import {parameterKind} from './parameter.js';

/** Values with names, by which tables, filters and comparisons call them. */
export const named = parameterKind({
  type: 'named',
  description:
    'Values with names, by which tables, filters and comparisons call them: {slow: {type: sgd}, fast: {type: adam}}.',
  options: {
    values: {
      type: 'object',
      minProperties: 1,
      additionalProperties: true,
      description: 'The values by their names; they may hold ${name} of other parameters.',
    },
  },
  ownKeys: [],
  mistakes: ({values}) => repeatedValues(listedValues(values)),
  parameter: ({values}) => listedParameter(listedValues(values)),
});
