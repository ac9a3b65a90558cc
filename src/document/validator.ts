import {Ajv2020, type AnySchemaObject, type Options, type ValidateFunction} from 'ajv/dist/2020.js';
import {isMapping, type JsonSchema, type Static, withChildren} from './json-schema.js';
import {type Mistake, mistakes} from './mistakes.js';

/** A document that fits a schema, or what doesn't fit. */
export type Validated<Document> = {readonly document: Document} | {readonly mistakes: readonly Mistake[]};

/** A validator for documents of a schema: fills in defaults, by which it changes the value. Compiled at its first use. */
export function validatorOf<const Schema extends JsonSchema>(
  schema: Schema,
): (value: unknown) => Validated<Static<Schema>> {
  let validate: ValidateFunction<Static<Schema>> | undefined;
  return value => {
    validate ??= compilers.documents().compile<Static<Schema>>(withShared(schema));
    if (validate(value)) return {document: value};
    const found = mistakes(validate.errors ?? []);
    return {mistakes: [...found, ...hiddenMistakes(value, found, validate)]};
  };
}

/** Mistakes that an unknown type hides: those that there would be with the type that was meant. */
function hiddenMistakes(value: unknown, found: readonly Mistake[], validate: ValidateFunction): Mistake[] {
  const guesses = found.filter(({meant}) => meant !== undefined);
  if (guesses.length === 0) return [];
  const mended: unknown = structuredClone(value);
  for (const {path, meant} of guesses) replaceAt(mended, path, meant);
  if (validate(mended)) return [];
  const known = new Set(found.map(({path, message}) => JSON.stringify([path, message])));
  const isInside = ({path}: Mistake) =>
    guesses.some(guess => guess.path.slice(0, -1).every((step, index) => step === path[index]));
  return mistakes(validate.errors ?? []).filter(
    one => isInside(one) && !known.has(JSON.stringify([one.path, one.message])),
  );
}

function replaceAt(document: unknown, path: Mistake['path'], value: unknown): void {
  let here: unknown = document;
  for (const step of path.slice(0, -1))
    here = typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined;
  const last = path[path.length - 1];
  if (typeof here === 'object' && here !== null && last !== undefined) Reflect.set(here, last, value);
}

/** A parser of what a program wrote: gives the value where it fits a schema, else undefined. Compiled at its first use. */
export function parserOf<const Schema extends JsonSchema>(
  schema: Schema,
): (value: unknown) => Static<Schema> | undefined {
  let validate: ValidateFunction<Static<Schema>> | undefined;
  return value => {
    validate ??= compilers.records().compile<Static<Schema>>(withRepeated(schema));
    return validate(value) ? value : undefined;
  };
}

/** Made at their first use: one that tells all mistakes and fills in defaults, and one that looks whether there are any. */
const compilers = {
  documents: once(() => compiler({allErrors: true, verbose: true, useDefaults: true})),
  records: once(() => compiler({})),
};

/** Whether a schema is good itself is tested; to look at it each time would take more time than compiling. */
function compiler(options: Options): Ajv2020 {
  return new Ajv2020({
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
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
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
    return {$ref: `#/$defs/${name}`, description, alsoCalled, ...('default' in child ? {default: usual} : {})};
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
