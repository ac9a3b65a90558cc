import {statistics} from '../../data/statistics.js';
import {normalization} from './normalization.js';

/** RevIN's epsilon. */
const EPSILON = 1e-5;

/** The deviation is the population's. */
export const zScore = normalization({
  name: 'z-score',
  alsoCalled: {others: ['revin', 'instance-norm', 'instance_norm', 'standard']},
  formula: '(x - mean) / sqrt(variance + 1e-5)',
  source: 'RevIN without learned parameters: Kim et al., Reversible Instance Normalization, ICLR 2022',
  isRatio: false,
  onHost(values) {
    const {mean, deviation} = statistics(values);
    return {shift: mean, scale: Math.sqrt(deviation * deviation + EPSILON)};
  },
  of(tf, values) {
    const shift = tf.mean(values, 1, true);
    const variance = tf.mean(tf.square(tf.sub(values, shift)), 1, true);
    return {shift, scale: tf.sqrt(tf.add(variance, EPSILON))};
  },
});
