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
    validate ??= compile<Document>(schema, {});
    return validate(value) ? value : undefined;
  };
}

/** Whether a schema is good itself is tested; to look at it each time would take half of the time of compiling. */
function compile<Document>(
  schema: AnySchemaObject,
  options: {readonly allErrors?: true; readonly verbose?: true; readonly useDefaults?: true},
): ValidateFunction<Document> {
  const ajv = new Ajv2020({
    ...options,
    discriminator: true,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    code: {optimize: false},
  });
  return ajv.compile<Document>(schema);
}

/** The same schema with its single values, numbers and names, written once each. */
function withShared(schema: JsonSchema): AnySchemaObject {
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const shared = (child: unknown): unknown => {
    if (!isMapping(child) || !isSingle(child)) return inside(child);
    const {description, default: usual, ...own} = child;
    const key = JSON.stringify(own);
    const name = names.get(key) ?? `value${names.size}`;
    names.set(key, name);
    definitions[name] = own;
    return {$ref: `#/$defs/${name}`, description, ...('default' in child ? {default: usual} : {})};
  };
  const inside = (value: unknown): unknown => {
    if (!isMapping(value)) return value;
    const {properties, items, oneOf} = value;
    return {
      ...value,
      ...(isMapping(properties)
        ? {properties: Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, shared(child)]))}
        : {}),
      ...(isMapping(items) ? {items: shared(items)} : {}),
      // Mistakes against alternatives are told apart by where in the schema they are.
      ...(Array.isArray(oneOf) && 'discriminator' in value ? {oneOf: oneOf.map(inside)} : {}),
    };
  };
  const whole = inside(schema);
  return {...(isMapping(whole) ? whole : {}), $defs: definitions};
}

function isSingle(schema: JsonSchema): boolean {
  return 'type' in schema && schema.type !== 'object' && schema.type !== 'array' && !('oneOf' in schema);
}
