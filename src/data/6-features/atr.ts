import {answered, feature, ONE_OUTPUT, rowByRow, usesCandles} from './feature.js';
import {candleOptions, length} from './options.js';

export const atr = feature({
  type: 'atr',
  alsoCalled: {others: ['average-true-range']},
  description: "The average true range: Wilder's average of the true range, from the second row on.",
  source: 'TA-Lib ATR',
  options: {
    length: {...length, default: 14},
    high: candleOptions.high,
    low: candleOptions.low,
    close: candleOptions.close,
  },
  uses: entry => usesCandles(['high', 'low', 'close'], entry),
  outputs: ONE_OUTPUT,
  async prepare({length: rows}) {
    const {TR, WSMA} = await import('trading-signals');
    return ({rows: count, columns: [high, low, close]}) => {
      const range = new TR();
      const average = new WSMA(rows);
      return rowByRow(count, 1, row => {
        const made = range.update({high: high[row], low: low[row], close: close[row]}, false);
        // The first row has no close before it.
        return row === 0 ? null : answered(average.update(made, false));
      });
    };
  },
});
