import {meanOverForecasts, metric} from './metric.js';

export const mae = metric({
  name: 'mae',
  description: 'Mean absolute error.',
  source: 'scikit-learn mean_absolute_error',
  moreIsBetter: false,
  unit: 'target',
  hasNaturalZero: true,
  isUsual: true,
  of: forecasts => meanOverForecasts(forecasts, i => Math.abs(forecasts.predictions[i] - forecasts.targets[i])),
});
