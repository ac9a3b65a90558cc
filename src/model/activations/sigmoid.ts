import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const sigmoid = activation({
  name: 'sigmoid',
  formula: '1 / (1 + exp(-x))',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'sigmoid',
  saturates: {below: -6, above: 6},
  apply: (tf, x) => tf.sigmoid(x),
});
