import {affine} from './scaling.js';
import {standardization} from './standardization.js';

export const none = standardization({
  type: 'none',
  alsoCalled: {'scikit-learn': ['passthrough', 'FunctionTransformer']},
  description: 'The numbers as they are.',
  options: {},
  fit: () => affine(0, 1),
});
