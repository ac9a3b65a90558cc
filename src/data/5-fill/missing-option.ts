/** `data.missing`, an option of sources whose values may be missing. */
export const missingOption = {
  type: 'string',
  enum: ['error', 'drop', 'forward-fill', 'interpolate'],
  alsoCalled: {
    drop: {pandas: ['dropna']},
    'forward-fill': {pandas: ['ffill', 'pad', 'fillna'], others: ['previous', 'locf']},
    interpolate: {others: ['linear']},
    error: {others: ['raise', 'fail']},
  },
  default: 'error',
  description:
    'What to do with an empty field or NaN in a column that is used: stop with an error that names the place, drop the row, repeat the value before, or draw a straight line between its neighbours. The line looks ahead, so it is drawn inside of the training rows only: behind their last value, and in validation and test, the value before is repeated.',
} as const;

export type MissingEntry = (typeof missingOption)['enum'][number];
