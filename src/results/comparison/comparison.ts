import type {ParameterValues} from '../../document/references.js';
import type {Interval} from '../statistics/flips.js';
import type {Summary} from '../statistics/summary.js';
import type {SharedCount} from '../target-rows.js';

/** The values of a parameter, each against every other one. */
export interface Comparison {
  readonly by: string;
  readonly metric: string;
  /** Best mean first; levels without a finished trial last. */
  readonly levels: readonly Level[];
  /** Pairs of levels; those of the best one first. Of more than 20 levels only the best one against the next 20. */
  readonly differences: readonly PairedDifference[];
  /** How many pairs p, intervals and verdicts are corrected for (Holm). */
  readonly family: number;
}

/** One value of the compared parameter. */
export interface Level extends TrialCounts {
  readonly value: unknown;
  /** Over its finished trials. */
  readonly summary: Summary;
}

/** What became of trials. */
export interface TrialCounts {
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  /** Finished ones of which the metric is no number, such as r2 of one window. */
  readonly undefinedNumbers: number;
  /** Why the first of the failed ones failed; and whether others failed for other reasons. */
  readonly error: string | null;
  readonly otherErrors: boolean;
}

/** One level against another. */
export type PairedDifference = Pair & Finding;

/** Which levels are held against each other, and by what trials. */
export interface Pair {
  /** The one that is ahead, or that fewer trials failed of where there are no numbers to compare. */
  readonly better: unknown;
  readonly worse: unknown;
  /** Trials of the combinations that both have. */
  readonly betterTrials: TrialCounts;
  readonly worseTrials: TrialCounts;
  readonly plannedSeeds: number;
  /** How many folds there are, where there are several: then each fold has a lead, the mean of its seeds, and counts as a seed here. */
  readonly folds?: number;
  /** Where one of them has combinations that the other one has not: how many both have, and each of them. The lead is about the former. */
  readonly partly?: {readonly both: number; readonly better: number; readonly worse: number};
  /** Parameters besides the compared one that a seed's lead is averaged over. */
  readonly averagedOver: readonly string[];
  /** Combinations of the other parameters in which every trial of both failed: they say nothing of the difference. */
  readonly leftOut: readonly ParameterValues[];
  /** Target rows that all combinations share, where the two were measured on other rows, too; null: the same rows anyway. */
  readonly sharedRows: SharedCount;
}

/** What a pair of levels says. */
export type Finding =
  | {readonly verdict: WithoutNumbers; readonly evidence: null}
  | {readonly verdict: Verdict; readonly evidence: Evidence};

/** Why there are no numbers to compare. */
export type WithoutNumbers =
  /** Measured on other rows, and too few are known that both share. */
  | 'other rows'
  /** No seed that both finished in every combination: trials failed, or are still to be trained. */
  | 'no shared seed';

/** What the interval of the lead says, held against 0 and the margin. */
export type Verdict =
  /** The interval lies beyond the margin. */
  | 'better'
  /** The interval lies beyond 0, but reaches into the margin. */
  | 'slightly better'
  /** The interval lies inside of the margin. */
  | 'practically the same'
  | 'no difference'
  | 'too few seeds'
  /** It would be better, but trials of the level that is ahead failed. */
  | 'trials failed';

/** Numbers of one set of trials: those of the seeds that both levels finished in every combination. */
export interface Evidence {
  readonly seeds: number;
  /** Over each seed's mean over the combinations. */
  readonly betterSummary: Summary;
  readonly worseSummary: Summary;
  /** Seeds in which `better` was ahead, and in which neither was. */
  readonly wins: number;
  readonly ties: number;
  /** Mean over the seeds of how far `better` is ahead. */
  readonly lead: number;
  /** What inverts the test of the verdict: it does not contain 0 exactly where the corrected p is at most 0.05. Null for too few seeds. */
  readonly interval: Interval | null;
  /** The chance that the interval would leave out the true lead: 0.05, or less where several pairs are told. */
  readonly level: number;
  /** As shares of the worse one's mean; null where that is near 0, and for r2. */
  readonly relativeLead: number | null;
  readonly relativeInterval: Interval | null;
  /** A lead that doesn't matter; null where it is a share of a mean near 0. */
  readonly margin: number | null;
  /** The chance of a mean lead as large, either way, if the two levels did the same; by itself, and corrected for all pairs. */
  readonly probability: number | null;
  readonly adjustedProbability: number | null;
  /** How many seeds would probably tell, where there are too few; null where that can't be foreseen. */
  readonly seedsNeeded: number | null;
  /** The fewest that could tell anything. */
  readonly fewestSeeds: number;
  readonly interactions: readonly Interaction[];
}

/** Leads that differ between the values of another parameter by more than chance and margin. */
export interface Interaction {
  readonly parameter: string;
  readonly leads: readonly {readonly value: unknown; readonly lead: number}[];
  /** Corrected for all pairs and parameters; null: too few seeds for that, but every seed says it. */
  readonly probability: number | null;
}
