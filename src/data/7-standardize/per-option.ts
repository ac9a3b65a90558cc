import {optional} from '../../document/json-schema.js';

/** `standardization.per`, an option of standardizations that are fitted. */
export const perOption = optional({
  type: 'string',
  enum: ['all', 'series'],
  description:
    'Whether it is fitted on the training rows of all series together (all, the default), or in each series.',
} as const);
