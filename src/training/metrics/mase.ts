import {mae} from './mae.js';
import {metric} from './metric.js';

export const mase = metric({
  name: 'mase',
  description:
    'Mean absolute error over that of repeating the value of `horizon` rows before on all training rows; below 1 is better than that. Of several series, each forecast is held against its own one; those that never change are left out.',
  source: 'Hyndman and Koehler 2006',
  moreIsBetter: false,
  unit: 'none',
  hasNaturalZero: true,
  // Before, the naive error was that of a window's own training targets.
  since: '0.2.0',
  isUsual: true,
  of(forecasts) {
    const {naiveError, predictions, targets} = forecasts;
    if (typeof naiveError === 'number') return mae.of(forecasts) / naiveError;
    // A series that never changes in training has no naive error: it is left out.
    const known = Array.from(naiveError.keys()).filter(i => naiveError[i] > 0);
    return known.reduce((sum, i) => sum + Math.abs(predictions[i] - targets[i]) / naiveError[i], 0) / known.length;
  },
});
