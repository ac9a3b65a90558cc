import {meanOverForecasts, metric, square} from './metric.js';

export const mse = metric({
  name: 'mse',
  description: 'Mean squared error.',
  source: 'scikit-learn mean_squared_error',
  moreIsBetter: false,
  unit: 'squared target',
  hasNaturalZero: true,
  of: forecasts => meanOverForecasts(forecasts, i => square(forecasts.predictions[i] - forecasts.targets[i])),
});
