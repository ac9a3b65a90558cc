import type {ValidateFunction} from 'ajv/dist/2020.js';
import {compiledSchema, RECORDS} from '../../document/compiled-schema.js';
import {isMapping, type JsonSchema, type Static, withChildren} from '../../document/json-schema.js';

/** The function that checks what came by a queue: keys that a schema doesn't describe are refused, for both sides are of one version. */
export function compiledStrictly<const Schema extends JsonSchema>(schema: Schema): ValidateFunction<Static<Schema>> {
  return compiledSchema<Schema>(RECORDS, asGiven<Schema>(strict(schema)));
}

function strict(schema: unknown): unknown {
  if (!isMapping(schema)) return schema;
  const own = withChildren(schema, strict, strict);
  return isMapping(own.properties) ? {...own, additionalProperties: false} : own;
}

/** Keys that are forbidden change nothing of what is allowed. */
function asGiven<Schema extends JsonSchema>(schema: unknown): Schema {
  return schema as Schema;
}
