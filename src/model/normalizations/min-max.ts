import {statistics} from '../../data/statistics.js';
import {normalization} from './normalization.js';

/** A window whose values are the same is divided by no less than this, in standardized units. */
const SMALLEST_RANGE = 1e-5;

export const minMax = normalization({
  name: 'min-max',
  formula: '(x - minimum) / (maximum - minimum)',
  source: 'scikit-learn MinMaxScaler, of each window',
  isRatio: false,
  onHost(values) {
    const {minimum, maximum} = statistics(values);
    return {shift: minimum, scale: Math.max(maximum - minimum, SMALLEST_RANGE)};
  },
  of(tf, values) {
    const shift = tf.min(values, 1, true);
    return {shift, scale: tf.maximum(tf.sub(tf.max(values, 1, true), shift), SMALLEST_RANGE)};
  },
});
