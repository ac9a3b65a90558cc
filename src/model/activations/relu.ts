import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const relu = activation({
  name: 'relu',
  formula: 'max(x, 0)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'relu',
  saturates: {below: 0},
  value: x => Math.max(x, 0),
  slope: x => (x > 0 ? 1 : 0),
  apply: (tf, x) => tf.relu(x),
});
