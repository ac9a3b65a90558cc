import {type Metric, meanOf} from './metric.js';

/** Mean squared error. Source: scikit-learn mean_squared_error. */
export const mse: Metric = forecasts => meanOf(forecasts, i => (forecasts.predictions[i] - forecasts.targets[i]) ** 2);
