import type {XStatic} from 'typebox/schema';

/** A JSON Schema of the 2020-12 draft. What is marked in it besides its keywords, `MARKS`, is for this program alone. */
export type JsonSchema = {readonly [keyword: string]: unknown};

/** Options by their names; each has a description, which editors show. */
export type Options = Readonly<Record<string, JsonSchema>>;

/**
 * What an option says besides its JSON Schema: `optional`, it may be left out though it has no default; `fixed`, no sweep
 * parameter may stand in it; `shorthand`, a single value may stand for a mapping: true, the bare
 * name of a kind for `{type: name}`, or {key}, the value of that key, with {types} by how names of files end, with {type} of that kind; `alsoCalled`, what
 * it is called elsewhere; `startsWeights`, it decides how
 * weights start and nothing else; `hint`, what a pattern wants, in words; `inEditors`, how it is written before short forms are
 * written out.
 */
export const MARKS = ['optional', 'fixed', 'shorthand', 'startsWeights', 'hint', 'alsoCalled', 'inEditors'] as const;

/** A mapping with these keys and no others. */
export type ObjectSchema<Keys extends Options> = {
  readonly type: 'object';
  readonly additionalProperties: false;
  /** Keys without a default that may not be left out. */
  readonly required: readonly string[];
  readonly properties: Keys;
};

/** The schema of a mapping with these keys: all are required but for those with a default and those marked `optional`. */
export function objectSchema<const Keys extends Options>(properties: Keys): ObjectSchema<Keys> {
  const required = Object.entries(properties)
    .filter(([, schema]) => !('default' in schema) && schema.optional !== true)
    .map(([key]) => key);
  return {type: 'object', additionalProperties: false, required, properties};
}

/** A schema that may be left out though it has no default. */
export function optional<const Schema extends JsonSchema>(schema: Schema): Schema & {readonly optional: true} {
  return {...schema, optional: true};
}

type OptionalKeys<Keys> = {[Key in keyof Keys]: Keys[Key] extends {readonly optional: true} ? Key : never}[keyof Keys];

/** The values of these keys once defaults are filled in. */
export type Values<Keys> = {readonly [Key in Exclude<keyof Keys, OptionalKeys<Keys>>]: Static<Keys[Key]>} & {
  readonly [Key in OptionalKeys<Keys>]?: Static<Keys[Key]>;
};

type StartKeys<Keys> = {
  [Key in keyof Keys]: Keys[Key] extends {readonly startsWeights: true} ? Key : never;
}[keyof Keys];

/** The same values without those that decide how weights start and nothing else. */
export type StructuralValues<Keys> = Omit<Values<Keys>, StartKeys<Keys>>;

/** What a schema describes, once defaults are filled in: mappings and lists here, single values by TypeBox' types for JSON Schemas. */
export type Static<Schema> = Schema extends {readonly properties: infer Keys}
  ? Values<Keys>
  : Schema extends {readonly oneOf: readonly (infer Variant)[]}
    ? Each<Variant>
    : Schema extends {readonly items: infer Item}
      ? readonly Static<Item>[]
      : Schema extends {readonly additionalProperties: infer Value extends JsonSchema}
        ? {readonly [key: string]: Static<Value>}
        : XStatic<Schema>;

type Each<Variant> = Variant extends unknown ? Static<Variant> : never;

/** Whether a value is a mapping of keys: neither a list nor a single value. */
export function isMapping(value: unknown): value is {readonly [key: string]: unknown} {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys that a schema of a mapping describes, with their schemas; none of any other. */
export function propertiesOf(schema: unknown): JsonSchema {
  return isMapping(schema) && isMapping(schema.properties) ? schema.properties : {};
}

/** The `type` that chooses a variant among its alternatives; undefined where it has none. */
export function typeOfVariant(variant: unknown): unknown {
  const {type} = propertiesOf(variant);
  return isMapping(type) ? type.const : undefined;
}

/** A schema with the schemas of its keys and items replaced by `child`, and its alternatives by `alternative`. */
export function withChildren(
  schema: JsonSchema,
  child: (schema: unknown, key?: string) => unknown,
  alternative: (schema: unknown) => unknown,
): JsonSchema {
  const {properties, items, oneOf, additionalProperties} = schema;
  return {
    ...schema,
    ...(isMapping(additionalProperties) ? {additionalProperties: child(additionalProperties)} : {}),
    ...(isMapping(properties)
      ? {properties: Object.fromEntries(Object.entries(properties).map(([key, own]) => [key, child(own, key)]))}
      : {}),
    ...(isMapping(items) ? {items: child(items)} : {}),
    ...(Array.isArray(oneOf) ? {oneOf: oneOf.map(alternative)} : {}),
  };
}

// Single values that options of several kinds are.
export const positiveInteger = {type: 'integer', minimum: 1, maximum: 1_000_000_000} as const;
export const nonNegativeInteger = {type: 'integer', minimum: 0, maximum: 4_294_967_295} as const;
export const number = {type: 'number'} as const;
export const positiveNumber = {type: 'number', exclusiveMinimum: 0} as const;
export const nonNegativeNumber = {type: 'number', minimum: 0} as const;
/** 0 or more, less than 1. */
export const belowOne = {type: 'number', minimum: 0, exclusiveMaximum: 1} as const;
export const boolean = {type: 'boolean'} as const;
export const text = {type: 'string', minLength: 1} as const;
export const identifier = {type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$', maxLength: 64} as const;
