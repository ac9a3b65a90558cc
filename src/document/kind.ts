import type {AlsoCalled, Called} from './also-called.js';
import {
  type JsonSchema,
  type ObjectSchema,
  type Options,
  objectSchema,
  type Static,
  type StructuralValues,
} from './json-schema.js';

/** Something that an experiment chooses by `type`, with options of its own: a layer, a loss, a source of data. */
export interface Kind<Type extends string = string, Own extends Options = Options> {
  readonly type: Type;
  /** A sentence or a formula for editors, help texts and docs. */
  readonly description: string;
  /** What it is called elsewhere, by library. */
  readonly alsoCalled?: AlsoCalled;
  readonly schema: KindSchema<Type, Own>;
}

export type KindSchema<Type extends string, Own extends Options> = ObjectSchema<
  {readonly type: {readonly const: Type; readonly description: string}} & Own
> & {readonly description: string};

/** An experiment's entry for a kind, validated and with defaults filled in. */
export type EntryOf<Of extends {readonly schema: JsonSchema}> = Static<Of['schema']>;

/** An entry by the type and options of its kind. */
export type Entry<Type extends string, Own extends Options> = Static<KindSchema<Type, Own>>;

/** The same without the options that decide how weights start and nothing else. */
export type StructuralEntry<Type extends string, Own extends Options> = StructuralValues<
  KindSchema<Type, Own>['properties']
>;

/** The schema of a kind's entries. */
export function kindSchema<const Type extends string, const Own extends Options>(
  type: Type,
  description: string,
  options: Own,
): KindSchema<Type, Own> {
  return {...objectSchema({type: {const: type, description}, ...options}), description};
}

/** What the file of a kind declares: its options, and what its room wants to know of it. */
export type Declaration<Type extends string, Own extends Options, Known> = {
  readonly type: Type;
  readonly description: string;
  readonly options: Own;
  readonly alsoCalled?: AlsoCalled;
} & Omit<Known, 'type'>;

/** The schema of an entry that is of one of several kinds. */
export type VariantsSchema<Variant> = {
  readonly type: 'object';
  readonly discriminator: {readonly propertyName: 'type'};
  readonly required: readonly ['type'];
  readonly oneOf: readonly Variant[];
};

/** An entry of one of these kinds. */
export function variants<const Kinds extends readonly Kind[]>(
  kinds: Kinds,
): VariantsSchema<Kinds[number] extends {readonly schema: infer Schema} ? Schema : never>;
export function variants(kinds: readonly Kind[]): VariantsSchema<unknown> {
  return {
    type: 'object',
    discriminator: {propertyName: 'type'},
    required: ['type'],
    oneOf: kinds.map(({schema, alsoCalled}) => (alsoCalled ? {...schema, alsoCalled} : schema)),
  };
}

/** The kind of an entry. Throws for a type that no kind has: entries are validated before. */
export function kindOf<Of extends {readonly type: string}>(kinds: readonly Of[], {type}: {readonly type: string}): Of {
  const found = kinds.find(kind => kind.type === type);
  if (!found) throw new Error(`there is no ${type}; there are ${kinds.map(kind => kind.type).join(', ')}`);
  return found;
}

/** One of the names of kinds that have no options: an activation, say. */
export type NameSchema<Name extends string> = {
  readonly type: 'string';
  readonly enum: readonly [Name];
};

/** The schema of a kind that is given by its name alone. */
export function nameSchema<const Kinds extends readonly {readonly name: string}[]>(
  kinds: Kinds,
): NameSchema<Kinds[number]['name']>;
export function nameSchema(kinds: readonly Called[]): JsonSchema {
  const elsewhere = kinds.flatMap(({name, alsoCalled}) => (alsoCalled ? [[name, alsoCalled]] : []));
  const names = {type: 'string', enum: kinds.map(({name}) => name)};
  return elsewhere.length > 0 ? {...names, alsoCalled: Object.fromEntries(elsewhere)} : names;
}

/** The kind of a name. Throws for a name that no kind has: names are validated before. */
export function named<Of extends {readonly name: string}>(kinds: readonly Of[], name: string): Of {
  const found = kinds.find(kind => kind.name === name);
  if (!found) throw new Error(`there is no ${name}; there are ${kinds.map(kind => kind.name).join(', ')}`);
  return found;
}
