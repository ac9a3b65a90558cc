import {isMapping} from '../../document/json-schema.js';
import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import {choices} from './choices.js';
import {list} from './list.js';
import {named} from './named.js';
import {normal} from './normal.js';
import type {Parameter, ParameterKind, ParameterMistake} from './parameter.js';
import {range} from './range.js';

/** Every kind of a parameter's entry there is. */
export const parameterKinds = [list, named, choices, range, normal] as const;

export type ParameterEntry = EntryOf<(typeof parameterKinds)[number]>;

/** `sweep.parameters.NAME`, once its type is written out. */
export const parameterSchema = variants(parameterKinds);

/** An entry with its type: a list alone is one, keys that a single kind has are of that kind, any other mapping has names. */
export function typedEntry(written: unknown): unknown {
  if (Array.isArray(written)) return {type: list.type, values: written};
  if (!isMapping(written) || typeof written.type === 'string') return written;
  // As W&B writes a list.
  if (Array.isArray(written.values) && Object.keys(written).length === 1) return {type: list.type, ...written};
  const kind = parameterKinds.find(({ownKeys}) => ownKeys.some(key => key in written));
  return kind ? {type: kind.type, ...written} : {type: named.type, values: written};
}

/** What doesn't fit in an entry although the schema allows it. */
export function parameterMistakes(entry: ParameterEntry): readonly ParameterMistake[] {
  return kindOf<ParameterKind<ParameterEntry>>(parameterKinds, entry).mistakes(entry);
}

/** The values of an entry. */
export function parameterOf(entry: ParameterEntry): Parameter {
  return kindOf<ParameterKind<ParameterEntry>>(parameterKinds, entry).parameter(entry);
}
