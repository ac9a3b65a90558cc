import type {Loss} from './loss.js';

/** mean((prediction - target)^2). Source: keras.io/api/losses/regression_losses. */
export const mse: Loss<'mse'> = {
  type: 'mse',
  of: (tf, _, prediction, target) => tf.mean(tf.square(tf.sub(prediction, target))),
};
