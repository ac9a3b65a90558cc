import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const swish = activation({
  name: 'swish',
  alsoCalled: {Keras: ['silu'], PyTorch: ['SiLU']},
  formula: 'x / (1 + exp(-x))',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'swish',
  saturates: {below: -6.2},
  value: x => x / (1 + Math.exp(-x)),
  slope: x => (1 + Math.exp(-x) + x * Math.exp(-x)) / (1 + Math.exp(-x)) ** 2,
  apply: (tf, x) => tf.mul(tf.sigmoid(x), x),
});
