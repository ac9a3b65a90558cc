import type {ErrorObject} from 'ajv';
import {didYouMean} from './did-you-mean.js';
import {isMapping, type JsonSchema} from './json-schema.js';
import type {Path} from './yaml-file.js';

/** A mistake against the schema, not yet placed in a file. */
export interface Mistake {
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** The key itself is wrong, whatever its value: the path ends in it. */
  readonly badKey?: true;
  readonly message: string;
  readonly hint?: string;
}

/** ajv's errors in our words; of alternatives only the one that was meant. */
export function mistakes(errors: readonly ErrorObject[]): Mistake[] {
  const alternatives = errors.filter(
    error => error.keyword === 'oneOf' && !('discriminator' in (error.parentSchema ?? {})),
  );
  const isInside = (error: ErrorObject, one: ErrorObject) =>
    error !== one && error.instancePath.startsWith(one.instancePath) && error.schemaPath.startsWith(one.schemaPath);
  const told: Mistake[] = [];
  for (const one of alternatives) {
    const inside = errors.filter(error => isInside(error, one));
    if (inside.every(error => error.keyword === 'type' && error.instancePath === one.instancePath)) {
      const types = inside.map(error => article(String(error.params.type)));
      told.push({...at(one), message: `expected ${types.join(' or ')}, found ${describe(one.data)}`});
    } else {
      told.push(
        ...inside
          .filter(error => !(error.keyword === 'type' && error.instancePath === one.instancePath))
          .flatMap(error => mistake(error)),
      );
    }
  }
  const rest = errors.filter(error => !alternatives.some(one => one === error || isInside(error, one)));
  return [...rest.flatMap(error => mistake(error)), ...told];
}

function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? Number(step) : step));
}

function at(error: ErrorObject): {path: Path; part: 'key' | 'value'} {
  return {path: pathOf(error), part: 'value'};
}

function mistake(error: ErrorObject): Mistake[] {
  const place = at(error);
  const {params, data} = error;
  const found = describe(data);
  const said = (message: string, hint?: string): Mistake[] => [{...place, message, ...(hint ? {hint} : {})}];
  switch (error.keyword) {
    case 'required': {
      // A missing variant is told by the discriminator, with the variants that there are.
      if (isMapping(error.parentSchema) && 'discriminator' in error.parentSchema) return [];
      const described = properties(error.parentSchema)[String(params.missingProperty)];
      const hint =
        isMapping(described) && typeof described.description === 'string' ? described.description : undefined;
      return [{...place, part: 'key', message: `missing key '${params.missingProperty}'`, ...(hint ? {hint} : {})}];
    }
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const hint = didYouMean(key, Object.keys(properties(error.parentSchema)));
      const path = [...place.path, key];
      return [{path, part: 'key', badKey: true, message: `unknown key '${key}'`, ...(hint ? {hint} : {})}];
    }
    case 'type':
      return said(`expected ${article(String(params.type))}, found ${found}`);
    case 'enum': {
      const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : [];
      return said(`unknown ${nameOf(place.path)} ${found}`, didYouMean(String(data), allowed));
    }
    case 'const':
      return said(`expected ${JSON.stringify(params.allowedValue)}, found ${found}`);
    case 'discriminator': {
      if (params.error === 'tag')
        return said(
          data && typeof data === 'object' && 'type' in data ? `'type' must be text` : `missing key 'type'`,
          tags(error),
        );
      return [
        {
          path: [...place.path, 'type'],
          part: 'value',
          message: `unknown type '${params.tagValue}' of ${nameOf(place.path)}`,
          ...hintOf(didYouMean(String(params.tagValue), tagList(error))),
        },
      ];
    }
    case 'minimum':
      return said(`must be at least ${params.limit}, found ${found}`);
    case 'exclusiveMinimum':
      return said(`must be more than ${params.limit}, found ${found}`);
    case 'maximum':
      return said(`must be at most ${params.limit}, found ${found}`);
    case 'exclusiveMaximum':
      return said(`must be less than ${params.limit}, found ${found}`);
    case 'minItems':
      return said(`needs at least ${params.limit === 1 ? 'one entry' : `${params.limit} entries`}`);
    case 'uniqueItems':
      return said(`the entries ${params.j + 1} and ${params.i + 1} are the same`);
    case 'minLength':
      return said('must not be empty');
    case 'maxLength':
      return said(`must have at most ${params.limit} characters`);
    case 'minProperties':
      return said('needs at least one key');
    case 'pattern':
      // The name of a key is told by 'propertyNames'.
      return error.propertyName === undefined
        ? said(
            `${found} is not a valid ${nameOf(place.path)}`,
            isMapping(error.parentSchema) && typeof error.parentSchema.hint === 'string'
              ? error.parentSchema.hint
              : 'start with a letter or digit; then letters, digits, dot, dash, underscore',
          )
        : [];
    case 'propertyNames':
      return [
        {
          path: [...place.path, String(params.propertyName)],
          part: 'key',
          badKey: true,
          message: `'${params.propertyName}' is not a valid name`,
          hint: 'start with a letter; then letters, digits, dash, underscore',
        },
      ];
    default:
      return said(error.message ?? error.keyword);
  }
}

function hintOf(hint: string | undefined): {hint?: string} {
  return hint ? {hint} : {};
}

function properties(schema: unknown): JsonSchema {
  return isMapping(schema) && isMapping(schema.properties) ? schema.properties : {};
}

function tagList(error: ErrorObject): string[] {
  const branches =
    isMapping(error.parentSchema) && Array.isArray(error.parentSchema.oneOf) ? error.parentSchema.oneOf : [];
  return branches.map(branch => {
    const {type} = properties(branch);
    return isMapping(type) ? String(type.const) : '';
  });
}

function tags(error: ErrorObject): string {
  return `one of: ${tagList(error).sort().join(', ')}`;
}

/** What a path is about: the last key that is a word. */
function nameOf(path: Path): string {
  const word = [...path].reverse().find(step => typeof step === 'string' && step !== 'type');
  return word === undefined ? 'value' : String(word).replace(/^(layer|component|column|input)s$/, '$1');
}

function article(type: string): string {
  const names: Record<string, string> = {
    array: 'a list',
    object: 'a mapping of keys',
    integer: 'a whole number',
    number: 'a number',
    string: 'text',
    boolean: 'true or false',
  };
  return names[type] ?? type;
}

/** A value as a user would recognize it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return String(value);
  const line = value.replace(/\s+/g, ' ');
  return `'${line.length > 40 ? `${line.slice(0, 37)}...` : line}'`;
}
