import {objectSchema} from '../../document/json-schema.js';

/** `standardization: {type: per-column}`: its columns each have one of their own. `choice` is the schema of these. */
export function perColumnSchema<const Choice extends {readonly [keyword: string]: unknown}>(choice: Choice) {
  return {
    description: 'Each column by one of its own.',
    ...objectSchema({
      type: {const: 'per-column', description: 'Each column by one of its own.'},
      columns: {
        type: 'object',
        minProperties: 1,
        additionalProperties: choice,
        description: 'The standardization of columns, by name.',
      },
      others: {
        ...choice,
        default: {type: 'z-score'},
        description: 'That of all other columns.',
      },
    }),
  } as const;
}
