import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const softsign = activation({
  name: 'softsign',
  formula: 'x / (1 + |x|)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'softsign',
  saturates: {below: -9, above: 9},
  value: x => x / (1 + Math.abs(x)),
  slope: x => 1 / (1 + Math.abs(x)) ** 2,
  apply: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
});
