import {positiveInteger} from '../../document/json-schema.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column} from './options.js';
import {NO_VALUES, SUMMARY_STATISTICS, toldOf, withValue} from './row-statistics.js';

export const expanding = feature({
  type: 'expanding',
  alsoCalled: {others: ['cumulative', 'running']},
  description: 'A statistic of all rows so far, including this row. The deviation is that of a sample.',
  source: 'pandas Series.expanding',
  options: {
    column,
    statistic: {
      type: 'string',
      enum: SUMMARY_STATISTICS,
      alsoCalled: {
        deviation: {pandas: ['std']},
        minimum: {pandas: ['min', 'cummin']},
        maximum: {pandas: ['max', 'cummax']},
      },
      default: 'mean',
      description: 'Which statistic.',
    },
    minimumRows: {
      ...positiveInteger,
      alsoCalled: {pandas: ['min_periods']},
      default: 1,
      description: 'The number of rows from which on it has a value; a deviation needs two.',
    },
  },
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  prepare: ({statistic, minimumRows}) =>
    ofColumn(values => {
      let summary = NO_VALUES;
      return values.map(value => {
        summary = withValue(summary, value);
        return summary.count < minimumRows ? Number.NaN : toldOf(summary, statistic);
      });
    }),
});
