import {normalization, rowOf} from './normalization.js';

export const last = normalization({
  name: 'last',
  alsoCalled: {others: ['nlinear', 'subtract-last', 'subtract_last']},
  formula: 'x - last',
  source: 'NLinear: Zeng et al., Are Transformers Effective for Time Series Forecasting?, AAAI 2023',
  isRatio: false,
  onHost: values => ({shift: values[values.length - 1], scale: 1}),
  of: (tf, values) => ({shift: rowOf(tf, values, (values.shape[1] ?? 1) - 1)}),
});
