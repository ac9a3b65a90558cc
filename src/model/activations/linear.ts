import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const linear = activation({
  name: 'linear',
  alsoCalled: {PyTorch: ['Identity'], others: ['none']},
  formula: 'x',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'linear',
  saturates: null,
  value: x => x,
  slope: () => 1,
  apply: (_, x) => x,
});
