import {isMapping, type JsonSchema, typeOfVariant} from './json-schema.js';

/**
 * A document in which single values have become entries, wherever the schema's mark `shorthand` allows them: `loss: huber` says
 * `loss: {type: huber}`, `window: 20` says `window: {length: 20}`, `data: a.csv` says `data: {type: csv, path: a.csv}`. Gives the
 * value itself where nothing is to be done.
 */
export function expandBareNames(value: unknown, schema: JsonSchema): unknown {
  const entry = entryOf(value, schema);
  if (entry) return entry;
  if (Array.isArray(value)) {
    const {items} = schema;
    return isMapping(items) ? value.map(item => expandBareNames(item, items)) : value;
  }
  if (!isMapping(value)) return value;
  const {properties = {}, additionalProperties: others} = variantOf(value, schema);
  if (!isMapping(properties)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const own = Object.hasOwn(properties, key) ? properties[key] : others;
      return [key, isMapping(own) ? expandBareNames(child, own) : child];
    }),
  );
}

/** The entry that a single value stands for; undefined where it stands for none. */
function entryOf(value: unknown, schema: JsonSchema): Record<string, unknown> | undefined {
  const {shorthand} = schema;
  if (typeof value === 'string' && value.startsWith('${')) return undefined;
  if (shorthand === true) return typeof value === 'string' ? {type: value} : undefined;
  if (!isMapping(shorthand) || typeof shorthand.key !== 'string') return undefined;
  if (typeof shorthand.type === 'string')
    return typeof value === 'string' ? textEntry(value, schema, shorthand.type, shorthand.key) : undefined;
  if (isMapping(shorthand.types))
    return typeof value === 'string' ? {type: typeOfFile(value, shorthand.types), [shorthand.key]: value} : undefined;
  return typeof value === 'number' ? {[shorthand.key]: value} : undefined;
}

/** A text that is the name of a kind stands for it, any other one for the value of a key of one of them. */
function textEntry(value: string, {oneOf}: JsonSchema, type: string, key: string): Record<string, unknown> {
  const isKind = Array.isArray(oneOf) && oneOf.some(variant => typeOfVariant(variant) === value);
  return isKind ? {type: value} : {type, [key]: value};
}

/** The type by how a file's name ends, leaving .gz aside; the first one of any other. */
export function typeOfFile(name: string, types: {readonly [type: string]: unknown}): string {
  const [, extension] = /\.([^.]+)$/.exec(name.toLowerCase().replace(/\.gz$/, '')) ?? [];
  const entries = Object.entries(types);
  const found = entries.find(([, endings]) => Array.isArray(endings) && endings.includes(extension));
  return (found ?? entries[0])[0];
}

/** The alternative that a value's `type` chooses. */
function variantOf({type}: {readonly type?: unknown}, schema: JsonSchema): JsonSchema {
  if (!Array.isArray(schema.oneOf)) return schema;
  const chosen: unknown = schema.oneOf.find(variant => typeOfVariant(variant) === type);
  return isMapping(chosen) ? chosen : {};
}
