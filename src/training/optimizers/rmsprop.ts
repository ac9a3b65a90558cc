import type {Optimizer} from './optimizer.js';

/** v = rho v + (1 - rho) g^2, change = rate g / sqrt(v + epsilon), with momentum: velocity = momentum velocity + change. Source: keras.io/api/optimizers/rmsprop. */
export const rmsprop: Optimizer<'rmsprop'> = {
  type: 'rmsprop',
  state: ({momentum}) => (momentum > 0 ? {square: 'vector', velocity: 'vector'} : {square: 'vector'}),
  hyperparameters: ({learningRate, rho, momentum, epsilon}) => ({
    learningRate,
    rho,
    rest: 1 - rho,
    epsilon,
    ...(momentum > 0 ? {momentum} : {}),
  }),
  update(tf, entry, {weights, gradient, state, hyperparameters: h}) {
    const square = tf.add(tf.mul(state.square, h.rho), tf.mul(tf.square(gradient), h.rest));
    const change = tf.div(tf.mul(gradient, h.learningRate), tf.sqrt(tf.add(square, h.epsilon)));
    if (entry.momentum === 0) return {weights: tf.sub(weights, change), state: {square}};
    const velocity = tf.add(tf.mul(state.velocity, h.momentum), change);
    return {weights: tf.sub(weights, velocity), state: {square, velocity}};
  },
};
