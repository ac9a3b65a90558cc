import type {Loss} from './loss.js';

/**
 * mean of e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2, written without a branch: with c = min(|e|, delta) it
 * is c (|e| - c / 2). Source: keras.io/api/losses/regression_losses.
 */
export const huber: Loss<'huber'> = {
  type: 'huber',
  of(tf, {delta}, prediction, target) {
    const error = tf.abs(tf.sub(prediction, target));
    const clipped = tf.minimum(error, delta);
    return tf.mean(tf.mul(clipped, tf.sub(error, tf.mul(clipped, 0.5))));
  },
};
