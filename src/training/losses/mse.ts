import {loss} from './loss.js';

/** mean((prediction - target)^2). Source: keras.io/api/losses/regression_losses. */
export const mse = loss({
  type: 'mse',
  alsoCalled: {Keras: ['mean_squared_error', 'MeanSquaredError'], PyTorch: ['MSELoss', 'l2']},
  description: 'Mean of the squared errors.',
  options: {},
  ofError: (_, error) => error * error,
  of: (tf, _, prediction, target) => tf.mean(tf.square(tf.sub(prediction, target))),
});
