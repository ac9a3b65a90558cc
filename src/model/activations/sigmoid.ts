import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const sigmoid = activation({
  name: 'sigmoid',
  formula: '1 / (1 + exp(-x))',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'sigmoid',
  saturates: {below: -6, above: 6},
  value: x => 1 / (1 + Math.exp(-x)),
  slope: x => 1 / (2 + Math.exp(x) + Math.exp(-x)),
  apply: (tf, x) => tf.sigmoid(x),
});
