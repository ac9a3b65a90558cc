import {Ajv2020, type AnySchemaObject, type CodeOptions, type Options, type ValidateFunction} from 'ajv/dist/2020.js';
import {isMapping, type JsonSchema, type Static, withChildren} from './json-schema.js';

/** A way to check values: what ajv is told, and how schemas are written for it. */
export interface Checking {
  readonly options: Options;
  written(schema: JsonSchema): AnySchemaObject;
}

/** Tells all mistakes of documents, and fills in defaults. */
export const DOCUMENTS: Checking = {
  options: {allErrors: true, verbose: true, useDefaults: true},
  written: withShared,
};

/** Tells whether what a program wrote fits; the first mistake is enough. */
export const RECORDS: Checking = {options: {}, written: withRepeated};

/** The function that checks values of a schema. */
export function compiledSchema<const Schema extends JsonSchema>(
  checking: Checking,
  schema: Schema,
): ValidateFunction<Static<Schema>> {
  return compilerOf(checking).compile<Static<Schema>>(checking.written(schema));
}

/** Whether a schema is good itself is tested; to look at it each time would take more time than compiling. */
export function compilerOf({options}: Checking, code: CodeOptions = {}): Ajv2020 {
  return new Ajv2020({
    ...options,
    discriminator: true,
    strict: false,
    // NaN and infinities are no numbers.
    strictNumbers: true,
    validateSchema: false,
    meta: false,
    inlineRefs: false,
    code: {optimize: false, ...code},
  });
}

/** The same schema with its single values, numbers and names, written once each. */
function withShared(schema: JsonSchema): AnySchemaObject {
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const shared = (child: unknown): unknown => {
    if (!isMapping(child) || !isSingle(child)) return withInside(child, shared);
    const {description, default: usual, alsoCalled, ...own} = child;
    const key = JSON.stringify(own);
    const name = names.get(key) ?? `value${names.size}`;
    names.set(key, name);
    definitions[name] = own;
    // What an enumeration's names are called elsewhere belongs to them, what a key is called to the key.
    if ('enum' in child) definitions[name] = {...own, ...(alsoCalled === undefined ? {} : {alsoCalled})};
    const inPlace = {description, alsoCalled, valueType: own.type, ...('default' in child ? {default: usual} : {})};
    return {$ref: `#/$defs/${name}`, ...inPlace};
  };
  const whole = withInside(schema, shared);
  return {...asMapping(whole), $defs: definitions};
}

function isSingle(schema: JsonSchema): boolean {
  return 'type' in schema && schema.type !== 'object' && schema.type !== 'array' && !('oneOf' in schema);
}

/** The same schema with those mappings written once that stand in it several times, as one and the same object. */
function withRepeated(schema: JsonSchema): AnySchemaObject {
  const counts = new Map<JsonSchema, number>();
  const count = (value: unknown): void => {
    if (!isMapping(value)) return;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.get(value) === 1) childrenOf(value).forEach(count);
  };
  count(schema);
  const names = new Map(
    [...counts].filter(([one, times]) => times > 1 && 'properties' in one).map(([one], at) => [one, `repeated${at}`]),
  );
  const written = (value: unknown): unknown => {
    const name = isMapping(value) ? names.get(value) : undefined;
    return name === undefined ? withInside(value, written) : {$ref: `#/$defs/${name}`};
  };
  const definitions = [...names].map(([one, name]) => [name, withInside(one, written)]);
  return {...asMapping(withInside(schema, written)), $defs: Object.fromEntries(definitions)};
}

function childrenOf({properties, items, oneOf}: JsonSchema): unknown[] {
  return [...(isMapping(properties) ? Object.values(properties) : []), items, ...(Array.isArray(oneOf) ? oneOf : [])];
}

/** A schema with each schema inside of it replaced; mistakes against other alternatives are told apart by where these are. */
function withInside(value: unknown, replaced: (child: unknown) => unknown): unknown {
  if (!isMapping(value)) return value;
  const alternative =
    'discriminator' in value ? (child: unknown) => withInside(child, replaced) : (child: unknown) => child;
  return withChildren(value, replaced, alternative);
}

function asMapping(value: unknown): JsonSchema {
  return isMapping(value) ? value : {};
}
