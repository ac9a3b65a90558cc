import {type Metric, meanOf, square} from './metric.js';

/** Mean squared error. Source: scikit-learn mean_squared_error. */
export const mse: Metric = forecasts => meanOf(forecasts, i => square(forecasts.predictions[i] - forecasts.targets[i]));
