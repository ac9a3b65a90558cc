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
    'What to do with an empty field or NaN in a column that is used. error: stop, and name the place. drop: leave the row out. forward-fill: repeat the value before. interpolate: draw a straight line between the neighbours. A line uses a later value, so it is drawn only inside of the training rows; after them, the value before is repeated.',
} as const;

export type MissingEntry = (typeof missingOption)['enum'][number];
