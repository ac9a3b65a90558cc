import {optional} from '../../document/json-schema.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column, length} from './options.js';
import {ROW_STATISTICS, rollingStatistic, STATISTICS_ALSO_CALLED} from './row-statistics.js';

export const rolling = feature({
  type: 'rolling',
  alsoCalled: {others: ['moving', 'rolling-window', 'moving-average']},
  description: 'A statistic of the last rows, including this row. The deviation is that of a sample.',
  source: 'pandas Series.rolling',
  options: {
    column,
    statistic: {
      type: 'string',
      enum: ROW_STATISTICS,
      alsoCalled: STATISTICS_ALSO_CALLED,
      default: 'mean',
      description: 'Which statistic.',
    },
    length,
    quantile: optional({
      type: 'number',
      minimum: 0,
      maximum: 1,
      description: 'Which quantile, if the statistic is quantile.',
    }),
  },
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  mistake: ({statistic, quantile}) =>
    (statistic === 'quantile') === (quantile !== undefined)
      ? undefined
      : {
          key: statistic === 'quantile' ? 'statistic' : 'quantile',
          message: statistic === 'quantile' ? "missing key 'quantile'" : `the statistic ${statistic} takes no quantile`,
          hint: 'statistic: quantile with quantile: 0.9, say',
        },
  prepare: ({statistic, length: rows, quantile = 0.5}) =>
    ofColumn(values => rollingStatistic(values, rows, statistic, quantile)),
});
