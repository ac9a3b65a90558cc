import {mae} from './mae.js';
import type {Metric} from './metric.js';

/** Mean absolute error over that of repeating the value of `horizon` rows before on all training rows; below 1 is better than that. Source: Hyndman and Koehler 2006. */
export const mase: Metric = forecasts => mae(forecasts) / forecasts.naiveError;
