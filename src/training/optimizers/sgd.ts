import type {Optimizer} from './optimizer.js';

/** w -= rate g; with momentum v = momentum v - rate g and w += v (Nesterov: w += momentum v - rate g). Source: keras.io/api/optimizers/sgd. */
export const sgd: Optimizer<'sgd'> = {
  type: 'sgd',
  state: ({momentum}) => (momentum > 0 ? {velocity: 'vector'} : {}),
  hyperparameters: ({learningRate, momentum}) => (momentum > 0 ? {learningRate, momentum} : {learningRate}),
  update(tf, {momentum, nesterov}, {weights, gradient, state, hyperparameters: h}) {
    const descent = tf.mul(gradient, h.learningRate);
    if (momentum === 0) return {weights: tf.sub(weights, descent), state: {}};
    const velocity = tf.sub(tf.mul(state.velocity, h.momentum), descent);
    const change = nesterov ? tf.sub(tf.mul(velocity, h.momentum), descent) : velocity;
    return {weights: tf.add(weights, change), state: {velocity}};
  },
};
