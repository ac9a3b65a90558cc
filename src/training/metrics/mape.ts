import {type Metric, meanOf} from './metric.js';

/** Mean absolute error as a share of the target's size (huge where a target is 0). Source: scikit-learn mean_absolute_percentage_error. */
export const mape: Metric = forecasts =>
  meanOf(
    forecasts,
    i =>
      Math.abs(forecasts.predictions[i] - forecasts.targets[i]) /
      Math.max(Math.abs(forecasts.targets[i]), Number.EPSILON),
  );
