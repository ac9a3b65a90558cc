import {answered, feature, ONE_OUTPUT, rowByRow, usesColumn} from './feature.js';
import {column, length} from './options.js';

export const rsi = feature({
  type: 'rsi',
  alsoCalled: {others: ['relative-strength-index']},
  description: "Wilder's relative strength index, 0 to 100.",
  source: 'TA-Lib RSI',
  options: {column, length: {...length, default: 14}},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  async prepare({length: rows}) {
    const {RSI} = await import('trading-signals');
    return ({rows: count, columns: [values]}) => {
      const indicator = new RSI(rows);
      return rowByRow(count, 1, row => answered(indicator.update(values[row], false)));
    };
  },
});
