import {isMapping, type JsonSchema, MARKS, typeOfVariant, withChildren} from './json-schema.js';

const REFERENCE = {$ref: '#/$defs/reference'};

const DEFINITIONS = {
  reference: {
    description: 'Stands for the value of a sweep parameter.',
    type: 'string',
    pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_-]*\\}',
  },
  openVariant: {
    description: 'A variant whose type is a sweep parameter.',
    type: 'object',
    properties: {type: REFERENCE},
    required: ['type'],
  },
};

/**
 * The schema of a document as people write it, for editors: wherever a value may stand, a sweep parameter may, unless it is
 * marked `fixed`; where a kind is chosen, its bare name, if it is marked `shorthand`. Our own marks are left out.
 */
export function editorSchema(schema: JsonSchema): JsonSchema {
  return {...written({...schema, fixed: true}), $defs: DEFINITIONS};
}

/** A value's schema, and a parameter beside it. */
function written(schema: JsonSchema): JsonSchema {
  if (isMapping(schema.inEditors)) return written({...schema.inEditors, fixed: schema.fixed === true});
  const {description, default: usual, ...rest} = withoutMarks(schema);
  const words = {...(description === undefined ? {} : {description}), ...('default' in schema ? {default: usual} : {})};
  const inner = withInner(rest, schema.fixed === true);
  if (schema.fixed === true || 'const' in schema) return {...words, ...inner};
  return {
    ...words,
    anyOf: [REFERENCE, ...(isChoice(schema) ? choices(inner, schema) : [inner]), ...shortForms(schema)],
  };
}

function withoutMarks(schema: JsonSchema): JsonSchema {
  const marks: readonly string[] = MARKS;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !marks.includes(keyword)));
}

/** The schemas inside of a schema; what is fixed is so all through, but for the document itself. */
function withInner(schema: JsonSchema, isFixed: boolean): JsonSchema {
  const isDocument = '$schema' in schema;
  const inside = (child: unknown): unknown =>
    isMapping(child) ? written(isFixed && !isDocument ? {...child, fixed: true} : child) : child;
  // Alternatives stand for the value as a whole: the parameter is beside all of them.
  const alternative = (child: unknown) => (isMapping(child) ? withInner(withoutMarks(child), isFixed) : child);
  return withChildren(schema, inside, alternative);
}

function isChoice(schema: JsonSchema): boolean {
  return 'discriminator' in schema;
}

function choices(inner: JsonSchema, {oneOf, shorthand}: JsonSchema): JsonSchema[] {
  const names = Array.isArray(oneOf) ? oneOf.filter(needsNoOption).map(typeOfVariant) : [];
  return [
    {$ref: '#/$defs/openVariant'},
    inner,
    ...(shorthand === true ? [{description: 'A bare name stands for {type: name}.', type: 'string', enum: names}] : []),
  ];
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
