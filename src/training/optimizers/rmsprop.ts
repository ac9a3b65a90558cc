import {belowOne, positiveNumber} from '../../document/json-schema.js';
import {learningRateOption} from './learning-rate-option.js';
import {optimizer} from './optimizer.js';

/** v = rho v + (1 - rho) g^2, change = rate g / sqrt(v + epsilon), with momentum: velocity = momentum velocity + change. Source: keras.io/api/optimizers/rmsprop. */
export const rmsprop = optimizer({
  type: 'rmsprop',
  description: 'RMSprop, as Keras.',
  options: {
    learningRate: {...learningRateOption, default: 0.001},
    rho: {...belowOne, default: 0.9, description: "Decay of the squared gradient's mean."},
    momentum: {...belowOne, default: 0, description: 'Share of the last update that is kept.'},
    epsilon: {...positiveNumber, default: 1e-7, description: 'Keeps the division finite.'},
  },
  structure: ({momentum}) => ({hasMomentum: momentum > 0}),
  state: ({hasMomentum}) => (hasMomentum ? {square: 'vector', velocity: 'vector'} : {square: 'vector'}),
  hyperparameters: ({learningRate, rho, momentum, epsilon}) => ({
    learningRate,
    rho,
    rest: 1 - rho,
    epsilon,
    ...(momentum > 0 ? {momentum} : {}),
  }),
  update(tf, {hasMomentum}, {weights, gradient, state, hyperparameters: h}) {
    const square = tf.add(tf.mul(state.square, h.rho), tf.mul(tf.square(gradient), h.rest));
    const change = tf.div(tf.mul(gradient, h.learningRate), tf.sqrt(tf.add(square, h.epsilon)));
    if (!hasMomentum) return {weights: tf.sub(weights, change), state: {square}};
    const velocity = tf.add(tf.mul(state.velocity, h.momentum), change);
    return {weights: tf.sub(weights, velocity), state: {square, velocity}};
  },
});
