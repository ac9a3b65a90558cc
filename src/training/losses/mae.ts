import {loss} from './loss.js';

/** mean(|prediction - target|). Source: keras.io/api/losses/regression_losses. */
export const mae = loss({
  type: 'mae',
  alsoCalled: {Keras: ['mean_absolute_error', 'MeanAbsoluteError'], PyTorch: ['L1Loss', 'l1']},
  description: 'Mean of the absolute errors.',
  options: {},
  ofError: (_, error) => Math.abs(error),
  of: (tf, _, prediction, target) => tf.mean(tf.abs(tf.sub(prediction, target))),
});
