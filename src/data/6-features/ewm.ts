import {boolean, optional, positiveNumber} from '../../document/json-schema.js';
import {exponential} from '../../random/elementary.js';
import {feature, ONE_OUTPUT, ofColumn, usesColumn} from './feature.js';
import {column} from './options.js';

export const ewm = feature({
  type: 'ewm',
  alsoCalled: {others: ['exponential-moving-average', 'exponentially-weighted', 'ewma']},
  description:
    'The mean, or the deviation, of all rows so far. The weight of a row falls by the same factor with each further row.',
  source: 'pandas Series.ewm',
  options: {
    column,
    span: optional({
      type: 'number',
      minimum: 1,
      description: 'The decay as a span: alpha = 2 / (span + 1). Give one of span, halfLife and alpha.',
    }),
    halfLife: optional({
      ...positiveNumber,
      alsoCalled: {pandas: ['halflife']},
      description: 'The decay as the number of rows after which a weight is half as large.',
    }),
    alpha: optional({
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'The decay as the weight of the last row.',
    }),
    statistic: {
      type: 'string',
      enum: ['mean', 'deviation'],
      alsoCalled: {deviation: {pandas: ['std']}},
      default: 'mean',
      description: 'Which statistic; the deviation is corrected for the weights (bias=False).',
    },
    adjust: {
      ...boolean,
      default: true,
      description:
        'Whether weights are divided by their sum, which matters in the first rows. With false, the first row stands for all rows before it.',
    },
  },
  uses: usesColumn,
  outputs: ONE_OUTPUT,
  mistake({span, halfLife, alpha}) {
    const given = [span, halfLife, alpha].filter(value => value !== undefined).length;
    return given === 1
      ? undefined
      : {
          key: given === 0 ? 'type' : 'span',
          message: `${given === 0 ? 'none' : 'more than one'} of span, halfLife and alpha`,
          hint: 'give one of them',
        };
  },
  prepare({span, halfLife, alpha, statistic, adjust}) {
    const last = alpha ?? (span === undefined ? 1 - exponential(-Math.LN2 / (halfLife ?? 1)) : 2 / (span + 1));
    return ofColumn(values => weighted(values, last, statistic, adjust));
  },
});

/** By pandas' recurrences (pandas/_libs/window/aggregations.pyx, ewm and ewmcov). */
function weighted(values: Float64Array, alpha: number, statistic: 'mean' | 'deviation', adjust: boolean): Float64Array {
  const decay = 1 - alpha;
  const own = adjust ? 1 : alpha;
  let mean = values[0];
  let covariance = 0;
  let [weights, squaredWeights, oldWeight] = [1, 1, 1];
  return values.map((value, row) => {
    if (row > 0) {
      weights *= decay;
      squaredWeights *= decay * decay;
      oldWeight *= decay;
      const before = mean;
      mean = (oldWeight * before + own * value) / (oldWeight + own);
      covariance =
        (oldWeight * (covariance + (before - mean) * (before - mean)) + own * (value - mean) * (value - mean)) /
        (oldWeight + own);
      weights += own;
      squaredWeights += own * own;
      oldWeight += own;
      if (!adjust) {
        weights /= oldWeight;
        squaredWeights /= oldWeight * oldWeight;
        oldWeight = 1;
      }
    }
    if (statistic === 'mean') return mean;
    const numerator = weights * weights;
    const denominator = numerator - squaredWeights;
    return row > 0 && denominator > 0 ? Math.sqrt((numerator / denominator) * covariance) : Number.NaN;
  });
}
