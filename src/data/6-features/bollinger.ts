import {positiveNumber} from '../../document/json-schema.js';
import {feature, rowByRow, usesColumn} from './feature.js';
import {column, length} from './options.js';

export const bollinger = feature({
  type: 'bollinger',
  alsoCalled: {'TA-Lib': ['BBANDS'], others: ['bollinger-bands']},
  description:
    'The mean of the last rows, and lines some deviations below and above it. The deviation is that of the population.',
  source: 'TA-Lib BBANDS',
  options: {
    column,
    length: {...length, default: 20},
    deviations: {
      ...positiveNumber,
      alsoCalled: {'TA-Lib': ['nbdevup', 'nbdevdn']},
      default: 2,
      description: 'How many deviations.',
    },
  },
  uses: usesColumn,
  outputs: () => ['lower', 'middle', 'upper'],
  async prepare({length: rows, deviations}) {
    const {BollingerBands} = await import('trading-signals');
    return ({rows: count, columns: [values]}) => {
      const indicator = new BollingerBands(rows, deviations);
      return rowByRow(count, 3, row => {
        const made = indicator.update(values[row], false);
        return made && [made.lower, made.middle, made.upper];
      });
    };
  },
});
