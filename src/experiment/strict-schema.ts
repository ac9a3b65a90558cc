import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

export type Schema = {readonly [keyword: string]: unknown};

/** Alternatives that exist for the file as written, and are gone once parameters and bare names are filled in. */
const AS_WRITTEN = new Set(['#/$defs/reference', '#/$defs/openVariant', '#/$defs/shorthand']);

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** schema/experiment.schema.json: what editors complete by, with parameters and bare names allowed. */
export function readSchema(): Schema {
  // dist/src/experiment/ -> the package's own folder.
  const file = fileURLToPath(new URL('../../../schema/experiment.schema.json', import.meta.url));
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isSchema(schema)) throw new Error('schema/experiment.schema.json holds no object');
  return schema;
}

/** The same schema for one trial, after `${name}` and bare names have become values. */
export function strictSchema(schema: Schema): Schema {
  return strict(schema) as Schema;
}

function strict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strict);
  if (!isSchema(value)) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, strict(child)]));
  if (!Array.isArray(inner.anyOf)) return inner;
  const {anyOf, ...rest} = inner;
  const alternatives = anyOf.filter(isSchema).filter(alternative => !AS_WRITTEN.has(String(alternative.$ref)));
  return alternatives.length === 1 ? {...rest, ...alternatives[0]} : {...rest, anyOf: alternatives};
}
