import {isMapping, type JsonSchema, typeOfVariant} from './json-schema.js';

/**
 * A document in which bare names have become entries, wherever the schema's mark `shorthand` allows them: `loss: huber` says
 * `loss: {type: huber}`. Gives the value itself where nothing is to be done.
 */
export function expandBareNames(value: unknown, schema: JsonSchema): unknown {
  if (schema.shorthand === true && typeof value === 'string' && !value.startsWith('${')) return {type: value};
  if (Array.isArray(value)) {
    const {items} = schema;
    return isMapping(items) ? value.map(item => expandBareNames(item, items)) : value;
  }
  if (!isMapping(value)) return value;
  const {properties} = variantOf(value, schema);
  if (!isMapping(properties)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return [key, isMapping(own) ? expandBareNames(child, own) : child];
    }),
  );
}

/** The alternative that a value's `type` chooses. */
function variantOf({type}: {readonly type?: unknown}, schema: JsonSchema): JsonSchema {
  if (!Array.isArray(schema.oneOf)) return schema;
  const chosen: unknown = schema.oneOf.find(variant => typeOfVariant(variant) === type);
  return isMapping(chosen) ? chosen : {};
}
