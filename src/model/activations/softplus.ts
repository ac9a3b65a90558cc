import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const softplus = activation({
  name: 'softplus',
  formula: 'log(1 + exp(x))',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'softplus',
  saturates: {below: -4.6},
  value: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  slope: x => 1 / (1 + Math.exp(-x)),
  apply: (tf, x) => tf.softplus(x),
});
