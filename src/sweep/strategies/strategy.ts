import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {FittingDraws} from '../search/fitting-draws.js';
import type {Decide} from '../search/search.js';

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
    }
  /** One after the other, by what came of those before. */
  | {
      readonly by: 'searched';
      /** How many proposals may be under way at a time. */
      parallel(entry: StrategyEntry): number;
      /** How many of the first proposals rest on no result. */
      free(entry: StrategyEntry, trials: number): number;
      /** The epochs that it trains for, from few to all; none where it doesn't decide how long. */
      rungs(entry: StrategyEntry, epochs: number): readonly number[];
      decide(entry: StrategyEntry, searching: Searching): Decide;
    };

/** What is searched. */
export interface Searching {
  readonly draws: FittingDraws;
  /** How many combinations are wanted, besides those that are included. */
  readonly trials: number;
  readonly included: number;
  readonly seed: number;
  readonly rungs: readonly number[];
}

/** How many combinations may be under way, whose results the next one doesn't wait for. */
export const parallelOption = {
  type: 'integer',
  minimum: 1,
  maximum: 1000,
  default: 4,
  description:
    'How many combinations are trained at the same time, each with all its seeds. It belongs to the search, and is the same for any number of workers.',
} as const;

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
