import {loss} from './loss.js';

/** mean(|prediction - target|). Source: keras.io/api/losses/regression_losses. */
export const mae = loss({
  type: 'mae',
  description: 'Mean of the absolute errors.',
  options: {},
  of: (tf, _, prediction, target) => tf.mean(tf.abs(tf.sub(prediction, target))),
});
