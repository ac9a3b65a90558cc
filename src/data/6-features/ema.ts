import {answered, feature, ONE_OUTPUT, rowByRow, usesColumn} from './feature.js';
import {column, length} from './options.js';

export const ema = feature({
  type: 'ema',
  description:
    'The exponential moving average with alpha = 2 / (length + 1). It begins with the first value, and has a value from row `length` on.',
  source: 'pandas Series.ewm(span, adjust=False)',
  options: {column, length},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  async prepare({length: rows}) {
    const {EMA} = await import('trading-signals');
    return ({rows: count, columns: [values]}) => {
      const indicator = new EMA(rows);
      return rowByRow(count, 1, row => {
        const value = indicator.update(values[row], false);
        return indicator.isStable ? answered(value) : null;
      });
    };
  },
});
