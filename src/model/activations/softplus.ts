import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const softplus = activation({
  name: 'softplus',
  formula: 'log(1 + exp(x))',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'softplus',
  saturates: {below: -4.6},
  apply: (tf, x) => tf.softplus(x),
});
