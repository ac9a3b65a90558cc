import {statistics} from '../../data/statistics.js';
import {normalization} from './normalization.js';

export const mean = normalization({
  name: 'mean',
  alsoCalled: {others: ['center', 'subtract-mean', 'subtract_mean']},
  formula: 'x - mean',
  source: 'RevIN, its shift alone: Kim et al., Reversible Instance Normalization, ICLR 2022',
  isRatio: false,
  onHost: values => ({shift: statistics(values).mean, scale: 1}),
  of: (tf, values) => ({shift: tf.mean(values, 1, true)}),
});
