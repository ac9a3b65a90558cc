import {mae} from './mae.js';
import {metric} from './metric.js';

export const mase = metric({
  name: 'mase',
  description:
    'Mean absolute error over that of repeating the value of `horizon` rows before on all training rows; below 1 is better than that.',
  source: 'Hyndman and Koehler 2006',
  moreIsBetter: false,
  unit: 'none',
  hasNaturalZero: true,
  // Before, the naive error was that of a window's own training targets.
  since: '0.2.0',
  isUsual: true,
  of: forecasts => mae.of(forecasts) / forecasts.naiveError,
});
