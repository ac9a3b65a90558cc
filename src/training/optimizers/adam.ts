import {belowOne, positiveNumber} from '../../document/json-schema.js';
import {learningRateOption} from './learning-rate-option.js';
import {optimizer} from './optimizer.js';

/**
 * m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon): Kingma
 * and Ba 2014 in the form before section 2.1, as keras.io/api/optimizers/adam.
 */
export const adam = optimizer({
  type: 'adam',
  alsoCalled: {Keras: ['adam_v2']},
  description: 'Adam (Kingma and Ba 2014), as Keras.',
  options: {
    learningRate: {...learningRateOption, default: 0.001},
    beta1: {...belowOne, default: 0.9, description: "Decay of the gradient's mean."},
    beta2: {...belowOne, default: 0.999, description: "Decay of the squared gradient's mean."},
    epsilon: {...positiveNumber, default: 1e-7, description: 'Keeps the division finite.'},
  },
  structure: () => ({}),
  state: () => ({mean: 'vector', square: 'vector', step: 'scalar'}),
  // 1 - beta is taken in double precision, as Keras does: in float32 it would be off by 5e-5.
  hyperparameters: ({learningRate, beta1, beta2, epsilon}) => ({
    learningRate,
    beta1,
    beta2,
    rest1: 1 - beta1,
    rest2: 1 - beta2,
    epsilon,
  }),
  update(tf, _, {weights, gradient, state, hyperparameters: h}) {
    const step = tf.add(state.step, 1);
    const correction = tf.div(tf.sqrt(tf.sub(1, tf.pow(h.beta2, step))), tf.sub(1, tf.pow(h.beta1, step)));
    const mean = tf.add(tf.mul(state.mean, h.beta1), tf.mul(gradient, h.rest1));
    const square = tf.add(tf.mul(state.square, h.beta2), tf.mul(tf.square(gradient), h.rest2));
    const change = tf.mul(tf.mul(h.learningRate, correction), tf.div(mean, tf.add(tf.sqrt(square), h.epsilon)));
    return {weights: tf.sub(weights, change), state: {mean, square, step}};
  },
});
