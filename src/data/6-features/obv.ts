import {feature, ONE_OUTPUT, rowByRow, usesCandles} from './feature.js';
import {candleOptions, volumeOption} from './options.js';

export const obv = feature({
  type: 'obv',
  alsoCalled: {others: ['on-balance-volume']},
  description:
    'The on-balance volume so far: the volumes of rising closes minus those of falling closes. It begins with the first volume.',
  source: 'TA-Lib OBV',
  options: {close: candleOptions.close, volume: volumeOption},
  uses: entry => usesCandles(['close', 'volume'], entry),
  outputs: ONE_OUTPUT,
  async prepare() {
    const {OBV} = await import('trading-signals');
    return ({rows: count, columns: [close, volume]}) => {
      // Two candles are all that it looks at.
      const indicator = new OBV(2);
      return rowByRow(count, 1, row => {
        const at = close[row];
        const changed = indicator.update({open: at, high: at, low: at, close: at, volume: volume[row]}, false);
        return [volume[0] + (changed ?? 0)];
      });
    };
  },
});
