import {activation, KERAS_ACTIVATIONS} from './activation.js';

/** Of Klambauer et al., Self-normalizing neural networks, 2017. */
export const SELU_ALPHA = 1.6732632423543772;
export const SELU_SCALE = 1.0507009873554805;

export const selu = activation({
  name: 'selu',
  formula: '1.0507 (x above 0, 1.6733 (exp(x) - 1) below)',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'selu',
  saturates: {below: -4.6},
  value: x => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  slope: x => SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x)),
  apply: (tf, x) => tf.selu(x),
});
