import {compile} from 'json-schema-to-typescript';
import {isSchema, readSchema, strictSchema} from '../src/experiment/strict-schema.js';

/** The TypeScript types of a validated experiment: the strict schema, with every defaulted key present. */
export async function schemaTypes(): Promise<string> {
  const schema = withDefaultsRequired(strictSchema(readSchema()));
  if (!isSchema(schema)) throw new Error('the schema is not an object');
  const types = await compile(schema, 'ExperimentFile', {
    additionalProperties: false,
    bannerComment: '// Generated from schema/experiment.schema.json by `npm run types`; a test fails when they differ.',
    unreachableDefinitions: false,
    format: false,
    ignoreMinAndMaxItems: true,
  });
  return types;
}

function withDefaultsRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefaultsRequired);
  if (!isSchema(value)) return value;
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withDefaultsRequired(child)]),
  );
  delete inner.discriminator;
  if (isSchema(inner.properties)) {
    const defaulted = Object.entries(inner.properties).filter(([, child]) => isSchema(child) && 'default' in child);
    inner.required = [...(Array.isArray(inner.required) ? inner.required : []), ...defaulted.map(([key]) => key)];
  }
  // The union of variants says more than the object around it.
  if (Array.isArray(inner.oneOf)) {
    delete inner.type;
    delete inner.required;
  }
  return inner;
}
