/** A column, by name or counted from 0. */
export const columnOption = {
  oneOf: [
    {type: 'string', minLength: 1},
    {type: 'integer', minimum: 0},
  ],
} as const;

/** Columns, each once. */
export const columnsOption = {type: 'array', minItems: 1, uniqueItems: true, items: columnOption} as const;
