import {metric} from './metric.js';
import {mse} from './mse.js';

export const rmse = metric({
  name: 'rmse',
  description: 'Root of the mean squared error.',
  source: 'scikit-learn root_mean_squared_error',
  moreIsBetter: false,
  unit: 'target',
  hasNaturalZero: true,
  isUsual: true,
  of: forecasts => Math.sqrt(mse.of(forecasts)),
});
