import type {Loss} from './loss.js';

/** mean(|prediction - target|). Source: keras.io/api/losses/regression_losses. */
export const mae: Loss<'mae'> = {
  type: 'mae',
  of: (tf, _, prediction, target) => tf.mean(tf.abs(tf.sub(prediction, target))),
};
