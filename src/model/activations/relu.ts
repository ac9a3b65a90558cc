import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const relu = activation({
  name: 'relu',
  formula: 'max(x, 0)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'relu',
  saturates: {below: 0},
  apply: (tf, x) => tf.relu(x),
});
