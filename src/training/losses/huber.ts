import {positiveNumber} from '../../document/json-schema.js';
import {loss} from './loss.js';

/**
 * mean of e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2, written without a branch: with c = min(|e|, delta) it
 * is c (|e| - c / 2). Source: keras.io/api/losses/regression_losses.
 */
export const huber = loss({
  type: 'huber',
  alsoCalled: {PyTorch: ['HuberLoss', 'SmoothL1Loss', 'smooth_l1']},
  description: 'Squared for small errors, absolute for large ones.',
  options: {delta: {...positiveNumber, default: 1, description: 'Up to this size, an error is small.'}},
  ofError({delta}, error) {
    const clipped = Math.min(Math.abs(error), delta);
    return clipped * (Math.abs(error) - clipped / 2);
  },
  of(tf, {delta}, prediction, target) {
    const error = tf.abs(tf.sub(prediction, target));
    const clipped = tf.minimum(error, delta);
    return tf.mean(tf.mul(clipped, tf.sub(error, tf.mul(clipped, 0.5))));
  },
});
