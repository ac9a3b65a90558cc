import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const tanh = activation({
  name: 'tanh',
  formula: 'tanh(x)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'tanh',
  saturates: {below: -3, above: 3},
  value: Math.tanh,
  slope: x => 1 - Math.tanh(x) ** 2,
  apply: (tf, x) => tf.tanh(x),
});
