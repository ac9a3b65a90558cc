import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const elu = activation({
  name: 'elu',
  formula: 'x above 0, exp(x) - 1 below',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'elu',
  saturates: {below: -4.6},
  value: x => (x > 0 ? x : Math.expm1(x)),
  slope: x => (x > 0 ? 1 : Math.exp(x)),
  apply: (tf, x) => tf.elu(x),
});
