import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';

/** What points are drawn for. */
export interface Drawing {
  /** The parameters, in their order. */
  readonly names: readonly string[];
  /** How many combinations are wanted. */
  readonly trials: number;
  readonly seed: number;
}

/** Draws a combination after the other: for each parameter a share of all probability, from 0 to less than 1. */
export type Draws = () => ArrayLike<number>;

/** How a strategy comes to its combinations. */
export type Choosing<StrategyEntry> =
  /** All that there are. */
  | {readonly by: 'every'}
  /** Those that are listed. */
  | {readonly by: 'listed'}
  /** Drawn ones: as many as are wanted, and more where some are left out. */
  | {
      readonly by: 'drawn';
      /** How many parameters it can draw; without it any number. */
      readonly mostParameters?: number;
      draws(entry: StrategyEntry, drawing: Drawing): Draws;
    };

/** A way to choose combinations of a sweep's parameters. */
export interface StrategyKind<StrategyEntry> {
  readonly type: string;
  readonly choosing: Choosing<StrategyEntry>;
}

/** Declares a strategy; its entry's type comes from its options. */
export function strategy<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, StrategyKind<Entry<Type, Own>>>): StrategyKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
