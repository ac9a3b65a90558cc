import {positiveNumber} from '../../document/json-schema.js';
import {listedParameter, listedValues, repeatedValues} from './listed-values.js';
import {parameterKind} from './parameter.js';

/** Values of which some are drawn more often than others. */
export const choices = parameterKind({
  type: 'choices',
  description: 'Values of which some are drawn more often than others: {choices: [linear, tanh], weights: [3, 1]}.',
  options: {
    choices: {
      oneOf: [
        {type: 'array', minItems: 1},
        {type: 'object', minProperties: 1, additionalProperties: true},
      ],
      alsoCalled: {Optuna: ['categorical'], 'Ray Tune': ['choice']},
      description: 'The values: a list, or a mapping of names to values.',
    },
    weights: {
      type: 'array',
      minItems: 1,
      alsoCalled: {'W&B': ['probabilities']},
      items: {...positiveNumber, description: 'How often this value is drawn, as a share of the sum of all weights.'},
      description:
        'One weight for each choice, in the same order: [3, 1] draws the first choice three times as often as the second.',
    },
  },
  alsoCalled: {Optuna: ['categorical'], others: ['choice']},
  ownKeys: ['choices', 'weights', 'probabilities', 'categorical', 'choice'],
  mistakes({choices: written, weights}) {
    const values = listedValues(written, ['choices']);
    const repeated = repeatedValues(values);
    if (weights.length === values.length) return repeated;
    const message = `there are ${values.length} choices, but ${weights.length} weights`;
    return [...repeated, {path: ['weights'], message, hint: 'one weight for each choice'}];
  },
  parameter: ({choices: written, weights}) => listedParameter(listedValues(written, ['choices']), weights),
});
