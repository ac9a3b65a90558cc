/** `data.duplicates`, an option of sources that have times. */
export const duplicatesOption = {
  type: 'string',
  enum: ['error', 'first', 'last', 'mean'],
  default: 'error',
  description:
    'What to do with rows of the same time: stop with an error, take the first or the last of them, or the mean of each column.',
} as const;

export type DuplicatesEntry = (typeof duplicatesOption)['enum'][number];
