import {isMapping, type JsonSchema, MARKS, propertiesOf, typeOfVariant, withChildren} from './json-schema.js';

const REFERENCE = {$ref: '#/$defs/reference'};

const DEFINITIONS = {
  reference: {
    title: 'parameter',
    description: 'Stands for the value of a sweep parameter.',
    type: 'string',
    pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_-]*\\}',
  },
};

/**
 * The schema of a document as people write it, for editors: wherever a value may stand, a sweep parameter may, unless it is
 * marked `fixed`; where a kind is chosen, its bare name, if it is marked `shorthand`. Our own marks are left out.
 *
 * Kinds are told apart by `if` and `then`, and alternatives by `oneOf`: yaml-language-server, which most editors use, offers
 * all kinds then while none is chosen, the keys of the one that is, and tells of a mistake what would be right.
 */
export function editorSchema(schema: JsonSchema): JsonSchema {
  return {...written({...schema, fixed: true}), $defs: DEFINITIONS};
}

/** A value's schema, and a parameter beside it; it is called by its key. */
function written(schema: JsonSchema, title?: string): JsonSchema {
  if (isMapping(schema.inEditors)) return written({...schema.inEditors, fixed: schema.fixed === true}, title);
  const {description, default: usual, ...rest} = withoutMarks(schema);
  const words = {
    ...(title === undefined ? {} : {title}),
    ...(description === undefined ? {} : {description}),
    ...('default' in schema ? {default: usual} : {}),
  };
  const isFixed = schema.fixed === true || 'const' in schema;
  const inner = withInner(rest, schema.fixed === true);
  const own = isChoice(schema) ? choices(inner, schema, isFixed) : 'oneOf' in inner ? alternativesOf(inner) : [inner];
  const forms = [...own, ...shortForms(schema)];
  const all = isFixed || forms.some(isAnyText) ? forms : [...forms, REFERENCE];
  const [only, ...others] = all;
  return others.length === 0 ? {...words, ...only} : {...words, oneOf: all};
}

function alternativesOf({oneOf, ...rest}: JsonSchema): JsonSchema[] {
  return Array.isArray(oneOf) ? oneOf.filter(isMapping).map(alternative => ({...rest, ...alternative})) : [];
}

/** Whether a text of any kind may stand there, a parameter among them. */
function isAnyText(schema: JsonSchema): boolean {
  return schema.type === 'string' && !('enum' in schema) && !('pattern' in schema) && !('const' in schema);
}

function withoutMarks(schema: JsonSchema): JsonSchema {
  const marks: readonly string[] = MARKS;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !marks.includes(keyword)));
}

/** The schemas inside of a schema; what is fixed is so all through, but for the document itself. */
function withInner(schema: JsonSchema, isFixed: boolean): JsonSchema {
  const isDocument = '$schema' in schema;
  const inside = (child: unknown, key?: string): unknown =>
    isMapping(child) ? written(isFixed && !isDocument ? {...child, fixed: true} : child, key) : child;
  // Alternatives stand for the value as a whole: the parameter is beside all of them.
  const alternative = (child: unknown) => (isMapping(child) ? withInner(withoutMarks(child), isFixed) : child);
  return withChildren(schema, inside, alternative);
}

function isChoice(schema: JsonSchema): boolean {
  return 'discriminator' in schema;
}

/** A mapping whose type decides which keys it has, and the bare names that stand for one. */
function choices(inner: JsonSchema, {oneOf, shorthand}: JsonSchema, isFixed: boolean): JsonSchema[] {
  const variants = Array.isArray(inner.oneOf) ? inner.oneOf.filter(isMapping) : [];
  const names = {type: 'string', ...enumOf(variants)};
  const bare = Array.isArray(oneOf) ? oneOf.filter(needsNoOption).map(typeOfVariant) : [];
  return [
    {
      type: 'object',
      required: ['type'],
      properties: {
        type: {
          title: 'type',
          description: 'Which kind it is; it decides about the other keys.',
          ...(isFixed ? names : {oneOf: [names, REFERENCE]}),
        },
      },
      allOf: variants.map(variant => ({
        if: {type: 'object', required: ['type'], properties: {type: {const: typeOfVariant(variant)}}},
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {title: typeOfVariant(variant), ...variant},
      })),
    },
    ...(shorthand === true
      ? [
          {
            description: 'A bare name stands for {type: name}.',
            type: 'string',
            ...enumOf(variants.filter(variant => bare.includes(typeOfVariant(variant)))),
          },
        ]
      : []),
  ];
}

/** Names of kinds, each with what it is. */
function enumOf(variants: readonly JsonSchema[]): JsonSchema {
  const words = variants.map(variant => {
    const {type} = propertiesOf(variant);
    return isMapping(type) ? type.description : undefined;
  });
  return {enum: variants.map(typeOfVariant), enumDescriptions: words};
}

/** The single values that stand for a mapping. */
function shortForms({shorthand, properties}: JsonSchema): JsonSchema[] {
  if (!isMapping(shorthand) || typeof shorthand.key !== 'string') return [];
  if ('type' in shorthand)
    return [{description: `A text stands for {type: ${String(shorthand.type)}, ${shorthand.key}}.`, type: 'string'}];
  if ('types' in shorthand)
    return [{description: `A file's name stands for {type, ${shorthand.key}}.`, type: 'string'}];
  const own = isMapping(properties) ? properties[shorthand.key] : undefined;
  return isMapping(own) ? [{...withoutMarks(own), description: `A number stands for {${shorthand.key}}.`}] : [];
}

function needsNoOption(variant: unknown): boolean {
  return isMapping(variant) && Array.isArray(variant.required) && variant.required.length === 1;
}
