import type {Metric} from './metric.js';
import {mse} from './mse.js';

/** Root of the mean squared error. Source: scikit-learn root_mean_squared_error. */
export const rmse: Metric = forecasts => Math.sqrt(mse(forecasts));
