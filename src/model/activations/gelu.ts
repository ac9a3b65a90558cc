import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const gelu = activation({
  name: 'gelu',
  formula: 'x (1 + erf(x / sqrt(2))) / 2',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'gelu',
  saturates: {below: -3},
  apply: (tf, x) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2))))),
});
