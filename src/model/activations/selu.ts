import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const selu = activation({
  name: 'selu',
  formula: '1.0507 (x above 0, 1.6733 (exp(x) - 1) below)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'selu',
  saturates: {below: -4.6},
  apply: (tf, x) => tf.selu(x),
});
