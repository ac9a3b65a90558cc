import {feature, rowByRow, usesColumn} from './feature.js';
import {column, length} from './options.js';

export const macd = feature({
  type: 'macd',
  description:
    'The difference of a fast and a slow exponential moving average, the moving average of this difference (signal), and the difference of both (histogram). The averages are those of ema.',
  source: 'pandas Series.ewm(span, adjust=False)',
  options: {
    column,
    fast: {
      ...length,
      alsoCalled: {'TA-Lib': ['fastperiod'], others: ['short']},
      default: 12,
      description: 'Length of the fast average.',
    },
    slow: {
      ...length,
      alsoCalled: {'TA-Lib': ['slowperiod'], others: ['long']},
      default: 26,
      description: 'Length of the slow average.',
    },
    signal: {
      ...length,
      alsoCalled: {'TA-Lib': ['signalperiod']},
      default: 9,
      description: 'Length of the average of their difference.',
    },
  },
  uses: usesColumn,
  outputs: () => ['line', 'signal', 'histogram'],
  mistake: ({fast, slow}) =>
    fast < slow ? undefined : {key: 'fast', message: `the fast average has ${fast} rows, the slow one ${slow}`},
  async prepare({fast, slow, signal}) {
    const {EMA, MACD} = await import('trading-signals');
    return ({rows: count, columns: [values]}) => {
      const smoothed = new EMA(signal);
      const indicator = new MACD(new EMA(fast), new EMA(slow), smoothed);
      return rowByRow(count, 3, row => {
        const made = indicator.update(values[row], false);
        return made && smoothed.isStable ? [made.macd, made.signal, made.histogram] : null;
      });
    };
  },
});
