import {meanOverForecasts, metric} from './metric.js';

export const smape = metric({
  name: 'smape',
  description: 'Mean of 2 |p - t| / (|p| + |t|), between 0 and 2; 0 if both are 0.',
  source: 'Makridakis 1993, as in the M4 competition',
  moreIsBetter: false,
  unit: 'none',
  hasNaturalZero: true,
  of: forecasts =>
    meanOverForecasts(forecasts, i => {
      const size = Math.abs(forecasts.predictions[i]) + Math.abs(forecasts.targets[i]);
      return size === 0 ? 0 : (2 * Math.abs(forecasts.predictions[i] - forecasts.targets[i])) / size;
    }),
});
