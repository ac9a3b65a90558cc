import {meanOverForecasts, metric} from './metric.js';

export const mape = metric({
  name: 'mape',
  description: 'Mean absolute error as a share of the size of the target; huge if a target is 0.',
  source: 'scikit-learn mean_absolute_percentage_error',
  moreIsBetter: false,
  unit: 'none',
  hasNaturalZero: true,
  of: forecasts =>
    meanOverForecasts(
      forecasts,
      i =>
        Math.abs(forecasts.predictions[i] - forecasts.targets[i]) /
        Math.max(Math.abs(forecasts.targets[i]), Number.EPSILON),
    ),
});
