import {feature, rowByRow, usesCandles} from './feature.js';
import {candleOptions, length} from './options.js';

export const stochastic = feature({
  type: 'stochastic',
  alsoCalled: {'TA-Lib': ['STOCH'], others: ['stochastic-oscillator']},
  description:
    'The position of the close between the lowest low and the highest high of the last rows, 0 to 100: smoothed (k), and the mean of k (d).',
  source: 'TA-Lib STOCH',
  options: {
    length: {...length, alsoCalled: {'TA-Lib': ['fastk_period']}, default: 14},
    slowing: {
      ...length,
      alsoCalled: {'TA-Lib': ['slowk_period']},
      default: 3,
      description: 'The number of rows over which k is a mean.',
    },
    smoothing: {
      ...length,
      alsoCalled: {'TA-Lib': ['slowd_period']},
      default: 3,
      description: 'The number of rows over which d is the mean of k.',
    },
    high: candleOptions.high,
    low: candleOptions.low,
    close: candleOptions.close,
  },
  uses: entry => usesCandles(['high', 'low', 'close'], entry),
  outputs: () => ['k', 'd'],
  async prepare({length: rows, slowing, smoothing}) {
    const {StochasticOscillator} = await import('trading-signals');
    return ({rows: count, columns: [high, low, close]}) => {
      const indicator = new StochasticOscillator({kPeriod: rows, kSlowingPeriod: slowing, dPeriod: smoothing});
      return rowByRow(count, 2, row => {
        const made = indicator.update({high: high[row], low: low[row], close: close[row]}, false);
        return made && [made.stochK, made.stochD];
      });
    };
  },
});
