import {type Metric, meanOf} from './metric.js';

/** Mean absolute error. Source: scikit-learn mean_absolute_error. */
export const mae: Metric = forecasts =>
  meanOf(forecasts, i => Math.abs(forecasts.predictions[i] - forecasts.targets[i]));
