import {answered, feature, ONE_OUTPUT, rowByRow, usesColumn} from './feature.js';
import {column, length} from './options.js';

export const sma = feature({
  type: 'sma',
  alsoCalled: {others: ['simple-moving-average', 'moving-average']},
  description: 'The mean of the last rows.',
  source: 'TA-Lib SMA',
  options: {column, length},
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  async prepare({length: rows}) {
    const {SMA} = await import('trading-signals');
    return ({rows: count, columns: [values]}) => {
      const indicator = new SMA(rows);
      return rowByRow(count, 1, row => answered(indicator.update(values[row], false)));
    };
  },
});
