import {optional} from '../../document/json-schema.js';

/** `standardization.per`, an option of standardizations that are fitted. */
export const perOption = optional({
  type: 'string',
  enum: ['all', 'series'],
  description:
    'all: it is fitted on the training rows of all series together (the default). series: it is fitted in each series.',
} as const);
