import {normalization, rowOf} from './normalization.js';

/** In the data's own units, whatever the standardization: (x - first) / first. */
export const firstRatio = normalization({
  name: 'first-ratio',
  alsoCalled: {others: ['relative', 'divide-first']},
  formula: 'x / first - 1',
  source: 'Aungiers, LSTM Neural Network for Time Series Prediction, 2016',
  isRatio: true,
  onHost: (values, zero) => ({shift: values[0], scale: values[0] - zero}),
  of(tf, values, zeros) {
    const shift = rowOf(tf, values, 0);
    return {shift, scale: tf.sub(shift, zeros)};
  },
});
