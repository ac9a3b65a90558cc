import type {ErrorObject} from 'ajv';
import {type Called, calledElsewhere} from './also-called.js';
import {closest, didYouMean} from './did-you-mean.js';
import {isMapping, propertiesOf, typeOfVariant} from './json-schema.js';
import type {Path} from './path.js';
import {hintOf} from './problem.js';

/** A mistake against the schema, not yet placed in a file. */
export interface Mistake {
  readonly path: Path;
  readonly part: 'key' | 'value';
  /** The key itself is wrong, whatever its value: the path ends in it. */
  readonly badKey?: true;
  readonly message: string;
  readonly hint?: string;
  /** The key that is missing. */
  readonly missing?: string;
  /** The key that was surely meant where one is unknown: what else is wrong shows with it. */
  readonly meantKey?: string;
  /** What was surely meant by a value: a type, a name, or the number that a text is. What else is wrong shows with it. */
  readonly meant?: string | number | boolean;
  /** The part of the document in which an unknown key has its place: that this part is missing is the same mistake. */
  readonly within?: string;
}

/** Tells where in a document a key would stand that is unknown at a path, and whether by that very name; undefined where nobody knows. */
export type PlaceOfKey = (
  key: string,
  at: Path,
) => {readonly hint: string; readonly isSameName: boolean; readonly within?: string} | undefined;

/** ajv's errors in our words; of alternatives only the one that was meant. */
export function mistakes(errors: readonly ErrorObject[], placeOfKey: PlaceOfKey = () => undefined): Mistake[] {
  const alternatives = errors.filter(
    error => error.keyword === 'oneOf' && !('discriminator' in (error.parentSchema ?? {})),
  );
  const isInside = (error: ErrorObject, one: ErrorObject) =>
    error !== one && error.instancePath.startsWith(one.instancePath) && error.schemaPath.startsWith(one.schemaPath);
  const told: Mistake[] = [];
  for (const one of alternatives) {
    // What is wrong with an alternative that has alternatives itself is told with these.
    const isOfOther = (error: ErrorObject) =>
      alternatives.some(other => other !== one && isInside(other, one) && (error === other || isInside(error, other)));
    const inside = errors.filter(error => isInside(error, one) && !isOfOther(error));
    // One that goes wrong deeper was the one that was meant.
    const isDeeper = alternatives.some(
      other => other !== one && isInside(other, one) && other.instancePath !== one.instancePath,
    );
    if (inside.length === 0 || isDeeper) continue;
    if (inside.every(error => error.keyword === 'type' && error.instancePath === one.instancePath)) {
      const types = inside.map(error => article(String(error.params.type)));
      told.push({...at(one), message: `expected ${types.join(' or ')}, found ${describe(one.data)}`});
    } else {
      // Where names are listed, these are what was meant, whatever else may be written.
      const isListed = inside.some(error => error.keyword === 'enum' && error.instancePath === one.instancePath);
      // A value of the right type that is out of bounds was no name.
      const isOutOfBounds = inside.some(error => error.instancePath === one.instancePath && BOUNDS.has(error.keyword));
      const isTold = (error: ErrorObject) =>
        error.instancePath !== one.instancePath ||
        (error.keyword !== 'type' &&
          !(isListed && error.keyword === 'pattern') &&
          !(isOutOfBounds && error.keyword === 'enum'));
      told.push(...inside.filter(isTold).flatMap(error => mistake(error, placeOfKey)));
    }
  }
  const said = new Set(errors.map(({keyword, instancePath}) => `${keyword} ${instancePath}`));
  const rest = errors.filter(
    error => !alternatives.some(one => one === error || isInside(error, one)) && !isSaidByOther(error, said),
  );
  return withoutMisspelled([...rest.flatMap(error => mistake(error, placeOfKey)), ...told]);
}

const BOUNDS: ReadonlySet<string> = new Set(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']);

/** Whether another mistake of the same value, by its keyword and path, says it: that it is no listed name, or of another type. */
function isSaidByOther({keyword, parentSchema, instancePath}: ErrorObject, said: ReadonlySet<string>): boolean {
  if (keyword === 'type') return isMapping(parentSchema) && 'enum' in parentSchema && said.has(`enum ${instancePath}`);
  return BOUNDS.has(keyword) && said.has(`type ${instancePath}`);
}

/** A key that is missing because it is misspelled, or because its value stands outside of it, is one mistake. */
function withoutMisspelled(found: readonly Mistake[]): Mistake[] {
  const meant = new Set(
    found.flatMap(({path, meantKey, within}) => [
      ...(meantKey ? [[...path.slice(0, -1), meantKey].join('/')] : []),
      ...(within && path.length === 1 ? [within] : []),
    ]),
  );
  return found.filter(({path, missing}) => missing === undefined || !meant.has([...path, missing].join('/')));
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

function mistake(error: ErrorObject, placeOfKey: PlaceOfKey): Mistake[] {
  switch (error.keyword) {
    case 'required':
      return missingKey(error);
    case 'additionalProperties':
      return unknownKey(error, placeOfKey);
    case 'propertyNames':
      return badName(error);
    case 'discriminator':
      return badVariant(error);
    case 'enum': {
      const allowed = Array.isArray(error.params.allowedValues) ? error.params.allowedValues.map(String) : [];
      const message = `unknown ${nameOf(pathOf(error))} ${describe(error.data)}`;
      const word = String(error.data);
      const elsewhere = calledElsewhere(word, calledBy(error.parentSchema, allowed));
      const meant = elsewhere?.name ?? (typeof error.data === 'string' ? closest(word, allowed) : undefined);
      return [
        {
          ...at(error),
          message,
          ...hintOf(elsewhere?.hint ?? didYouMean(word, allowed)),
          ...(meant === undefined ? {} : {meant}),
        },
      ];
    }
    case 'pattern':
      // The name of a key is told by 'propertyNames'.
      return error.propertyName === undefined ? badPattern(error) : [];
    case 'type':
      return wrongType(error);
    default:
      return [{...at(error), message: badValue(error)}];
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on'].map(word => [word, true] as const),
  ...['false', 'no', 'off'].map(word => [word, false] as const),
]);

/** A value of another type, with how one of that type is written where it is nearly one. */
function wrongType(error: ErrorObject): Mistake[] {
  const {params, data, parentSchema} = error;
  const told = {...at(error), message: badValue(error)};
  switch (params.type) {
    case 'number':
    case 'integer':
      return typeof data === 'string' ? [{...told, ...numberMeant(data)}] : [told];
    case 'boolean': {
      const meant = typeof data === 'string' ? TRUTHS.get(data.toLowerCase()) : undefined;
      return [meant === undefined ? told : {...told, hint: `write ${meant}`, meant}];
    }
    case 'array':
      return [isMapping(data) || data === null ? told : {...told, hint: `write a list: [${listedText(data)}]`}];
    case 'object': {
      const required: unknown = isMapping(parentSchema) ? parentSchema.required : undefined;
      const only = Array.isArray(required) && required.length === 1 ? String(required[0]) : undefined;
      const isList = only !== undefined && takesList(parentSchema, only);
      return [isList && Array.isArray(data) ? {...told, hint: `write {${only}: [...]}`} : told];
    }
    default:
      return [told];
  }
}

function takesList(schema: unknown, key: string): boolean {
  const own = propertiesOf(schema)[key];
  return isMapping(own) && own.type === 'array';
}

function listedText(value: unknown): string {
  const text = String(value);
  return /^[\w.-]+$/.test(text) ? text : JSON.stringify(text);
}

/** The number that a text is nearly, and how it is written. */
export function numberMeant(data: string): {readonly hint?: string; readonly meant?: number} {
  const text = data.trim();
  if (NUMBER.test(text)) return {hint: `write ${text} without quotes`, meant: Number(text)};
  const plain = text.normalize('NFKC').replaceAll(/[_' ]/g, '');
  if (THOUSANDS.test(plain)) {
    const whole = plain.replaceAll(',', '');
    return {hint: `write ${whole}; with a point, as ${plain.replace(',', '.')}, it is a decimal number`};
  }
  const decimal = plain.replace(/^([^.,]*),([^,]*)$/, '$1.$2');
  return NUMBER.test(decimal) ? {hint: `write ${decimal}`, meant: Number(decimal)} : {};
}

/** 1,000 may be a thousand or one; 0,001 is no thousands. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

function missingKey(error: ErrorObject): Mistake[] {
  // A missing variant is told by the discriminator, with the variants that there are.
  if (isMapping(error.parentSchema) && 'discriminator' in error.parentSchema) return [];
  const key = String(error.params.missingProperty);
  const described = propertiesOf(error.parentSchema)[key];
  const hint = isMapping(described) && typeof described.description === 'string' ? described.description : undefined;
  return [{path: pathOf(error), part: 'key', missing: key, message: `missing key '${key}'`, ...hintOf(hint)}];
}

function unknownKey(error: ErrorObject, placeOfKey: PlaceOfKey): Mistake[] {
  const key = String(error.params.additionalProperty);
  const around: unknown = error.data;
  const value = isMapping(around) ? around[key] : undefined;
  const properties = propertiesOf(error.parentSchema);
  const names = Object.keys(properties);
  // A key that stands there already, or that takes another type of value, was not meant.
  const isThere = (name: string) => isMapping(around) && name in around && !isUsual(properties[name], around[name]);
  const free = names.filter(name => !isThere(name) && takes(properties[name], value));
  const known = free.map(name => {
    const schema = properties[name];
    return {name, alsoCalled: isMapping(schema) ? schema.alsoCalled : undefined};
  });
  const place = placeOfKey(key, pathOf(error));
  const close = place?.isSameName ? undefined : closest(key, free);
  const there = close === undefined && !place?.isSameName ? closest(key, names) : undefined;
  const bare = key.split(/[: ]/)[0];
  const withValue = names.includes(bare) && bare !== key ? bare : undefined;
  // A key of that very name says more than one that is nearly it.
  const elsewhere = place?.isSameName || close === undefined ? place?.hint : undefined;
  const called = calledElsewhere(key, known);
  const slip = close ?? there;
  const list = `${slip === undefined ? '' : `did you mean '${slip}'${there ? ', which is there already' : ''}? `}one of: ${names.toSorted().join(', ')}`;
  const hint = spaceHint(key, withValue) ?? called?.hint ?? joined(elsewhere, list);
  const meantKey = withValue ?? called?.name ?? close;
  return [
    {
      path: [...pathOf(error), key],
      part: 'key',
      badKey: true,
      message: `unknown key '${key}'`,
      ...hintOf(hint),
      ...(meantKey === undefined ? {} : {meantKey}),
      ...(meantKey === undefined && place?.within !== undefined ? {within: place.within} : {}),
    },
  ];
}

/** Whether a value may be a default that was filled in. */
function isUsual(schema: unknown, value: unknown): boolean {
  if (isMapping(value)) return true;
  return isMapping(schema) && 'default' in schema && JSON.stringify(schema.default) === JSON.stringify(value);
}

/** Whether a value is of the type that a schema takes, as far as that is one. */
function takes(schema: unknown, value: unknown): boolean {
  const type = isMapping(schema) ? (schema.type ?? schema.valueType) : undefined;
  if (value === null || value === undefined || (typeof value === 'string' && value.includes('${'))) return true;
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'number':
      return typeof value === 'number' || typeof value === 'string';
    default:
      return true;
  }
}

/** How a key is written whose value is part of its name: {type:adam}, or {patience 5} where the first word is one. */
function spaceHint(key: string, withValue: string | undefined): string | undefined {
  if (key.startsWith('\u3000')) return 'a full-width space is no indentation: write spaces of one column';
  const [, name, mark, value] = /^([\w-]+)([: ])(\S.*)$/.exec(key) ?? [];
  if (name === undefined) return undefined;
  const written = /^[{["']/.test(value) ? `${name}: ${value[0]}` : `${name}: ${value}`;
  if (mark === ':') return `a colon needs a space behind it: ${written}`;
  return withValue === undefined ? undefined : `a key needs a colon: ${written}`;
}

function joined(...hints: readonly (string | undefined)[]): string | undefined {
  const told = hints.filter(hint => hint !== undefined);
  return told.length > 0 ? told.join('; here ') : undefined;
}

function badName(error: ErrorObject): Mistake[] {
  const name = String(error.params.propertyName);
  return [
    {
      path: [...pathOf(error), name],
      part: 'key',
      badKey: true,
      message: `'${name}' is not a valid name`,
      hint: 'start with a letter a to z; then letters, digits, dash, underscore',
    },
  ];
}

function badVariant(error: ErrorObject): Mistake[] {
  const {params, data} = error;
  if (params.error === 'tag') {
    if (!isMapping(data) || 'type' in data)
      return [{...at(error), message: `'type' must be text`, ...hintOf(tags(error))}];
    const slip = Object.keys(data).find(key => closest(key.split(':')[0], ['type']) !== undefined);
    if (slip === undefined) return [{...at(error), message: `missing key 'type'`, ...hintOf(tags(error))}];
    const hint = spaceHint(slip, 'type') ?? `did you mean 'type'?`;
    const path = [...pathOf(error), slip];
    return [{path, part: 'key', badKey: true, message: `unknown key '${slip}'`, hint, meantKey: 'type'}];
  }
  const word = String(params.tagValue);
  const elsewhere = calledElsewhere(word, branchesOf(error));
  const close = closest(word, tagList(error));
  const meant = elsewhere?.name ?? close;
  return [
    {
      path: [...pathOf(error), 'type'],
      part: 'value',
      message: `unknown type '${params.tagValue}' of ${nameOf(pathOf(error))}`,
      ...hintOf(elsewhere?.hint ?? didYouMean(word, tagList(error))),
      ...(meant === undefined ? {} : {meant}),
    },
  ];
}

/** The names of a schema that has alternatives by their types, and what these are called elsewhere. */
function branchesOf({parentSchema}: ErrorObject): Called[] {
  const branches: readonly unknown[] =
    isMapping(parentSchema) && Array.isArray(parentSchema.oneOf) ? parentSchema.oneOf : [];
  return branches.map(branch => ({
    name: String(typeOfVariant(branch) ?? ''),
    alsoCalled: isMapping(branch) ? branch.alsoCalled : undefined,
  }));
}

/** The names of an enumeration, and what these are called elsewhere. */
function calledBy(schema: unknown, names: readonly string[]): Called[] {
  const elsewhere = isMapping(schema) && isMapping(schema.alsoCalled) ? schema.alsoCalled : {};
  return names.map(name => ({name, alsoCalled: elsewhere[name]}));
}

function badPattern(error: ErrorObject): Mistake[] {
  const hint =
    isMapping(error.parentSchema) && typeof error.parentSchema.hint === 'string'
      ? error.parentSchema.hint
      : 'start with a letter a to z or a digit; then letters, digits, dot, dash, underscore';
  return [{...at(error), message: `${describe(error.data)} is not a valid ${nameOf(pathOf(error))}`, hint}];
}

/** What is wrong with a single value, a list or a mapping as such. */
function badValue({keyword, params, data, message}: ErrorObject): string {
  const found = describe(data);
  switch (keyword) {
    case 'type':
      return `expected ${article(String(params.type))}, found ${found}`;
    case 'const':
      return `expected ${JSON.stringify(params.allowedValue)}, found ${found}`;
    case 'minimum':
      return `must be at least ${params.limit}, found ${found}`;
    case 'exclusiveMinimum':
      return `must be more than ${params.limit}, found ${found}`;
    case 'maximum':
      return `must be at most ${params.limit}, found ${found}`;
    case 'exclusiveMaximum':
      return `must be less than ${params.limit}, found ${found}`;
    case 'minItems':
      return `needs at least ${params.limit === 1 ? 'one entry' : `${params.limit} entries`}`;
    case 'maxItems':
      return `must have at most ${params.limit} entries, found ${Array.isArray(data) ? data.length : 'more'}`;
    case 'uniqueItems':
      return `the entries ${params.j + 1} and ${params.i + 1} are the same`;
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'maxProperties':
      return `must have at most ${params.limit} keys`;
    case 'minProperties':
      return 'needs at least one key';
    default:
      return message ?? keyword;
  }
}

function tagList(error: ErrorObject): string[] {
  return branchesOf(error).map(({name}) => name);
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
