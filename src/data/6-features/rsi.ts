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
      let hasMoved = false;
      return rowByRow(count, 1, row => {
        hasMoved ||= values[row] !== values[0];
        const value = indicator.update(values[row], false);
        // Of what never moved it has 100, TA-Lib 0.
        return answered(value === null || hasMoved ? value : 0);
      });
    };
  },
});
