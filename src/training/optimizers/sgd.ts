import {belowOne, boolean} from '../../document/json-schema.js';
import {learningRateOption} from './learning-rate-option.js';
import {optimizer} from './optimizer.js';

/** w -= rate g; with momentum v = momentum v - rate g and w += v (Nesterov: w += momentum v - rate g). Source: keras.io/api/optimizers/sgd. */
export const sgd = optimizer({
  type: 'sgd',
  description: 'Gradient descent, also with momentum.',
  options: {
    learningRate: {...learningRateOption, default: 0.01},
    momentum: {...belowOne, default: 0, description: 'Share of the last update that is kept.'},
    nesterov: {...boolean, default: false, description: "Nesterov's momentum."},
  },
  structure: ({momentum, nesterov}) => ({hasMomentum: momentum > 0, nesterov}),
  state: ({hasMomentum}) => (hasMomentum ? {velocity: 'vector'} : {}),
  hyperparameters: ({learningRate, momentum}) => (momentum > 0 ? {learningRate, momentum} : {learningRate}),
  update(tf, {hasMomentum, nesterov}, {weights, gradient, state, hyperparameters: h}) {
    const descent = tf.mul(gradient, h.learningRate);
    if (!hasMomentum) return {weights: tf.sub(weights, descent), state: {}};
    const velocity = tf.sub(tf.mul(state.velocity, h.momentum), descent);
    const change = nesterov ? tf.sub(tf.mul(velocity, h.momentum), descent) : velocity;
    return {weights: tf.add(weights, change), state: {velocity}};
  },
});
