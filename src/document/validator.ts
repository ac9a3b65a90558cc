import {Ajv2020, type AnySchemaObject, type ValidateFunction} from 'ajv/dist/2020.js';
import {isMapping, type JsonSchema} from './json-schema.js';
import {type Mistake, mistakes} from './mistakes.js';

/** A document that fits a schema, or what doesn't fit. */
export type Validated<Document> = {readonly document: Document} | {readonly mistakes: readonly Mistake[]};

/** A validator for documents of a schema: fills in defaults, by which it changes the value. Compiled at its first use. */
export function validatorOf<Document>(schema: JsonSchema): (value: unknown) => Validated<Document> {
  let validate: ValidateFunction<Document> | undefined;
  return value => {
    validate ??= compile<Document>(withShared(schema), {allErrors: true, verbose: true, useDefaults: true});
    return validate(value) ? {document: value} : {mistakes: mistakes(validate.errors ?? [])};
  };
}

/** A parser of what a program wrote: gives the value where it fits a schema, else undefined. Compiled at its first use. */
export function parserOf<Document>(schema: JsonSchema): (value: unknown) => Document | undefined {
  let validate: ValidateFunction<Document> | undefined;
  return value => {
    validate ??= compile<Document>(withRepeated(schema), {});
    return validate(value) ? value : undefined;
  };
}

type Options = {readonly allErrors?: true; readonly verbose?: true; readonly useDefaults?: true};

const compilers = new Map<string, Ajv2020>();

/** Whether a schema is good itself is tested; to look at it each time would take more time than compiling. */
function compile<Document>(schema: AnySchemaObject, options: Options): ValidateFunction<Document> {
  const key = JSON.stringify(options);
  const ajv =
    compilers.get(key) ??
    new Ajv2020({
      ...options,
      discriminator: true,
      strict: false,
      // NaN and infinities are no numbers.
      strictNumbers: true,
      validateSchema: false,
      meta: false,
      inlineRefs: false,
      code: {optimize: false},
    });
  compilers.set(key, ajv);
  return ajv.compile<Document>(schema);
}

/** The same schema with its single values, numbers and names, written once each. */
function withShared(schema: JsonSchema): AnySchemaObject {
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const shared = (child: unknown): unknown => {
    if (!isMapping(child) || !isSingle(child)) return withChildren(child, shared);
    const {description, default: usual, ...own} = child;
    const key = JSON.stringify(own);
    const name = names.get(key) ?? `value${names.size}`;
    names.set(key, name);
    definitions[name] = own;
    return {$ref: `#/$defs/${name}`, description, ...('default' in child ? {default: usual} : {})};
  };
  const whole = withChildren(schema, shared);
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
    return name === undefined ? withChildren(value, written) : {$ref: `#/$defs/${name}`};
  };
  const definitions = [...names].map(([one, name]) => [name, withChildren(one, written)]);
  return {...asMapping(withChildren(schema, written)), $defs: Object.fromEntries(definitions)};
}

function childrenOf({properties, items, oneOf}: JsonSchema): unknown[] {
  return [...(isMapping(properties) ? Object.values(properties) : []), items, ...(Array.isArray(oneOf) ? oneOf : [])];
}

/** A schema with each schema inside of it replaced; mistakes against other alternatives are told apart by where these are. */
function withChildren(value: unknown, replaced: (child: unknown) => unknown): unknown {
  if (!isMapping(value)) return value;
  const {properties, items, oneOf} = value;
  return {
    ...value,
    ...(isMapping(properties)
      ? {properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, replaced(child)]))}
      : {}),
    ...(isMapping(items) ? {items: replaced(items)} : {}),
    ...(Array.isArray(oneOf) && 'discriminator' in value
      ? {oneOf: oneOf.map(child => withChildren(child, replaced))}
      : {}),
  };
}

function asMapping(value: unknown): JsonSchema {
  return isMapping(value) ? value : {};
}
