import {optional} from '../../document/json-schema.js';

/** A column, by name or counted from 0. */
export const columnOption = {
  oneOf: [
    {type: 'string', minLength: 1},
    {type: 'integer', minimum: 0},
  ],
} as const;

/** Columns, each once. */
export const columnsOption = {type: 'array', minItems: 1, uniqueItems: true, items: columnOption} as const;

/** `data.columns`, an option of every source. */
export const inputsOption = optional({
  alsoCalled: {pandas: ['usecols'], others: ['inputs', 'x']},
  ...columnsOption,
  description:
    'The columns that the model sees, by name or counted from 0. Without it: all columns except the time and columns without a name.',
});
