import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {Scaling} from './scaling.js';

/** A kind of standardization. */
export interface StandardizationKind<StandardizationEntry> {
  readonly type: string;
  /** Whether it takes values above 0 only. */
  readonly needsPositive?: true;
  /** Fitted on one column's training rows. */
  fit(column: Float64Array, entry: StandardizationEntry): Scaling;
}

/** Declares a kind of standardization; its entry's type comes from its options. */
export function standardization<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, StandardizationKind<Entry<Type, Own>>>): StandardizationKind<Entry<Type, Own>> &
  Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
