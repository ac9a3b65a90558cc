import {positiveInteger} from '../../document/json-schema.js';

/** How many numbers a layer gives, an option of several kinds. */
export const unitsOption = {
  ...positiveInteger,
  alsoCalled: {
    PyTorch: ['hidden_size', 'out_features'],
    'scikit-learn': ['hidden_layer_sizes'],
    others: ['neurons', 'n_units', 'size'],
  },
  description: 'Size of the output.',
} as const;
