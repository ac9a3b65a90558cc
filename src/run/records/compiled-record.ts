import type {ValidateFunction} from 'ajv/dist/2020.js';
import {compiledSchema, RECORDS} from '../../document/compiled-schema.js';
import type {JsonSchema, Static} from '../../document/json-schema.js';

/** The kinds of records; record-schemas.ts has their schemas. */
export type RecordName = 'baselines' | 'forecast' | 'manifest' | 'series' | 'trial';

/** The function that tells whether a value is a record of a kind. In the program, src/bundle.mjs has put in its place what it gives. */
export function compiledRecord<const Schema extends JsonSchema>(
  _: RecordName,
  schema: Schema,
): ValidateFunction<Static<Schema>> {
  return compiledSchema(RECORDS, schema);
}
