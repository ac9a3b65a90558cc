import {mae} from './mae.js';
import {metric} from './metric.js';

export const mase = metric({
  name: 'mase',
  description:
    'Mean absolute error, divided by the error of repeating the last known value, `horizon` rows before, on all training rows. Below 1 is better than repeating. With several steps, series or targets, each forecast has its own divisor; series that never change are left out.',
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
    let sum = 0;
    let count = 0;
    for (let i = 0; i < targets.length; i++) {
      const naive = naiveError[i % naiveError.length];
      // A series that never changes in training has no naive error: it is left out.
      if (!(naive > 0)) continue;
      sum += Math.abs(predictions[i] - targets[i]) / naive;
      count++;
    }
    return sum / count;
  },
});
