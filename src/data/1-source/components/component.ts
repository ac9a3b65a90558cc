import type {Options} from '../../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../../document/kind.js';
import type {Generator} from '../../../random/generator.js';

/** A kind of component of a synthetic series. */
export interface ComponentKind<ComponentEntry> {
  readonly type: string;
  /** The paper that its formula is from. */
  readonly source?: string;
  /** Gives the value of each row t, asked for in order from 0 on. */
  values(entry: ComponentEntry, random: Generator): (t: number) => number;
}

/** Declares a kind of component; its entry's type comes from its options. */
export function component<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, ComponentKind<Entry<Type, Own>>>): ComponentKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
