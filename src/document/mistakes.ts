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
  /** The type that was surely meant where one is unknown: what else is wrong shows with it. */
  readonly meant?: string;
}

/** Tells where in a document a key would stand that is unknown at a path, and whether by that very name; undefined where nobody knows. */
export type PlaceOfKey = (key: string, at: Path) => {readonly hint: string; readonly isSameName: boolean} | undefined;

/** ajv's errors in our words; of alternatives only the one that was meant. */
export function mistakes(errors: readonly ErrorObject[], placeOfKey: PlaceOfKey = () => undefined): Mistake[] {
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
      // Where names are listed, these are what was meant, whatever else may be written.
      const isListed = inside.some(error => error.keyword === 'enum' && error.instancePath === one.instancePath);
      const isTold = (error: ErrorObject) =>
        error.instancePath !== one.instancePath ||
        (error.keyword !== 'type' && !(isListed && error.keyword === 'pattern'));
      told.push(...inside.filter(isTold).flatMap(error => mistake(error, placeOfKey)));
    }
  }
  const rest = errors.filter(
    error => !alternatives.some(one => one === error || isInside(error, one)) && !isSaidByNames(error, errors),
  );
  return withoutMisspelled([...rest.flatMap(error => mistake(error, placeOfKey)), ...told]);
}

/** Whether a value is of the wrong type where names are listed: that it is none of these says so. */
function isSaidByNames({keyword, parentSchema, instancePath}: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (keyword !== 'type' || !isMapping(parentSchema) || !('enum' in parentSchema)) return false;
  return errors.some(error => error.keyword === 'enum' && error.instancePath === instancePath);
}

/** A key that is missing because it is misspelled is one mistake: that of its spelling. */
function withoutMisspelled(found: readonly Mistake[]): Mistake[] {
  const meant = new Set(
    found.flatMap(({path, meantKey}) => (meantKey ? [[...path.slice(0, -1), meantKey].join('/')] : [])),
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
      const elsewhere = calledElsewhere(String(error.data), calledBy(error.parentSchema, allowed));
      return [{...at(error), message, ...hintOf(elsewhere?.hint ?? didYouMean(String(error.data), allowed))}];
    }
    case 'pattern':
      // The name of a key is told by 'propertyNames'.
      return error.propertyName === undefined ? badPattern(error) : [];
    case 'type':
      return [{...at(error), message: badValue(error), ...hintOf(numberHint(error))}];
    default:
      return [{...at(error), message: badValue(error)}];
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** How a number is written, where a text is nearly one. */
function numberHint({params, data}: ErrorObject): string | undefined {
  if (typeof data !== 'string' || (params.type !== 'number' && params.type !== 'integer')) return undefined;
  const text = data.trim();
  if (NUMBER.test(text)) return `write ${text} without quotes`;
  const plainer = text.replaceAll(/[_' ]/g, '').replace(/^([^.,]*),([^,]*)$/, '$1.$2');
  return NUMBER.test(plainer) ? `write ${plainer}` : undefined;
}

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
  const properties = propertiesOf(error.parentSchema);
  const known = Object.entries(properties).map(([name, schema]) => ({
    name,
    alsoCalled: isMapping(schema) ? schema.alsoCalled : undefined,
  }));
  const names = Object.keys(properties);
  const place = placeOfKey(key, pathOf(error));
  // A key of that very name says more than one that is nearly it.
  const elsewhere = place?.isSameName || closest(key, names) === undefined ? place?.hint : undefined;
  const hint = spaceHint(key) ?? calledElsewhere(key, known)?.hint ?? joined(elsewhere, didYouMean(key, names));
  const path = [...pathOf(error), key];
  const bare = key.split(':')[0];
  const meantKey = calledElsewhere(key, known)?.name ?? closest(names.includes(bare) ? bare : key, names);
  return [
    {
      path,
      part: 'key',
      badKey: true,
      message: `unknown key '${key}'`,
      ...hintOf(hint),
      ...(meantKey === undefined ? {} : {meantKey}),
    },
  ];
}

/** How a key is written whose value is part of its name: {type:adam}. */
function spaceHint(key: string): string | undefined {
  return /^[\w-]+:\S/.test(key) ? `a colon needs a space behind it: ${key.replace(':', ': ')}` : undefined;
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
      hint: 'start with a letter; then letters, digits, dash, underscore',
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
    const hint = spaceHint(slip) ?? `did you mean 'type'?`;
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
      : 'start with a letter or digit; then letters, digits, dot, dash, underscore';
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
