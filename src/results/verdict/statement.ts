import type {Movement} from '../optimality/movement.js';

/** The trials that a statement is of: those of one value of the compared parameter, or all. */
export interface TrialGroup {
  readonly parameter: string | null;
  readonly value: unknown;
}

/** Some of a group's trials. */
export interface GroupShare {
  readonly group: TrialGroup;
  readonly trials: number;
  readonly of: number;
}

/** A sentence of a verdict, as numbers; presentation/verdict-text.ts has the words. */
export type Statement = OptimumStatement | LayerStatement | EchoStatement | RangeStatement | TimeStatement | Suggestion;

/** How many trials came to the least training loss that is known. */
export interface OptimumStatement {
  readonly kind: 'optimum';
  readonly group: TrialGroup;
  /** Trials of combinations of which some training loss is known, those that failed, and those of them all that are at most 10 % above the least one. */
  readonly of: number;
  readonly near: number;
  readonly movements: Readonly<Record<Movement, number>>;
  /** Whether the least loss is known in closed form for all of them: then it is the global optimum. */
  readonly isGlobal: boolean;
  /** The median of how far above it trials ended, as a share of it. */
  readonly gap: number;
  /** In how many distinct optima the seeds of a combination ended, at most. */
  readonly clusters: number;
  /** The median of how much lower a search from a trial's end came, as a share of its loss; null where none was asked for. */
  readonly polished: number | null;
}

/** A layer in which trials saturated, lost their gradient, or forgot the first time steps. */
export interface LayerStatement extends GroupShare {
  readonly kind: 'saturated' | 'dead' | 'vanishing' | 'forgetting';
  readonly layer: string;
  /** The median over these trials in the end: a share of pre-activations or units, or a ratio of gradients. */
  readonly number: number;
  /** The epoch after which it was so in half of them, and stayed so. */
  readonly fromEpoch: number;
}

/** Trials whose forecast is the last known value, late. */
export interface EchoStatement extends GroupShare {
  readonly kind: 'echo';
  readonly ahead: number;
  /** Medians: how far the forecast is from the truth, as a multiple of how far it is from the last known value; and its error against the naive one. */
  readonly ratio: number;
  readonly againstNaive: number;
}

/** Test rows whose target lies beyond everything in training. */
export interface RangeStatement {
  readonly kind: 'range';
  readonly target: string;
  readonly outside: number;
  readonly rows: number;
  /** How far the farthest lies beyond, as a share of the range in training; 0 where that has none. */
  readonly farthest: number;
  /** Whether some layer squashes: saturates on both sides. */
  readonly squashes: boolean;
}

/** Two values of the compared parameter over time: the forecasts of the first seed, row by row. */
export interface TimeStatement {
  readonly kind: 'time';
  readonly better: unknown;
  readonly worse: unknown;
  readonly probability: number;
  readonly statistic: number;
  readonly count: number;
  /** Whether the same value is ahead over seeds. */
  readonly asOverSeeds: boolean;
}

/** What to try next, and the number that says so. */
export interface Suggestion {
  readonly kind: 'next';
  readonly what: 'train longer' | 'smaller steps' | 'forecast changes' | 'other start' | 'gates';
  /** The trials that it is about; null where it is about rows. */
  readonly group: TrialGroup | null;
  readonly number: number;
  readonly of: number;
}
