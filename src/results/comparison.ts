import {canonicalJson} from '../experiment/content-hash.js';
import {moreIsBetter} from '../training/metrics/index.js';
import {bestFirst, metricOf} from './metric-path.js';
import {bootstrapIntervals, type Interval, signFlipProbability} from './resampling.js';
import type {RunResults} from './run-results.js';
import {meanOf, type Summary, summarize} from './summary.js';

/** One value of the compared parameter. */
export interface Level {
  readonly value: unknown;
  readonly summary: Summary;
}

/** One level against another: trials that differ in nothing else, the seed included, are pairs. */
export interface PairedDifference {
  /** The one with the better mean over all its trials. */
  readonly better: unknown;
  readonly worse: unknown;
  readonly pairs: number;
  /** Pairs in which `better` was better. */
  readonly wins: number;
  /** Mean over the pairs of how far `better` is ahead; below 0 only where failed trials took their pairs along. */
  readonly lead: number;
  /** 95 % interval of the lead; null for too few pairs. */
  readonly interval: Interval | null;
  /** The lead as a share of the worse one's mean over the pairs; null where that is 0. */
  readonly relativeLead: number | null;
  readonly relativeInterval: Interval | null;
  /** The chance of a mean difference as large, either way, if the two levels did the same; null for too few pairs. */
  readonly probability: number | null;
  readonly verdict: 'better' | 'no difference' | 'too few seeds';
}

export interface Comparison {
  readonly by: string;
  readonly metric: string;
  /** Best mean first; levels without a finished trial last. */
  readonly levels: readonly Level[];
  /** Every pair of levels that has pairs of trials; those of the best one first. */
  readonly differences: readonly PairedDifference[];
}

/** What a chance may be at most to be called a difference. */
const SIGNIFICANCE = 0.05;
/** With fewer pairs even a lead in all of them could be chance: 2 / 2^5 is more than 0.05. */
export const FEWEST_PAIRS = 6;

/** The levels of a parameter, each against every other one, pair by pair. */
export function compare({combinations, trials}: RunResults, by: string, metric: string): Comparison {
  const sign = moreIsBetter(metric) ? -1 : 1;
  const order = bestFirst(metric);
  // By level, then by everything else that a trial is told apart by.
  const values = new Map<string, {value: unknown; of: Map<string, number | null>}>();
  for (const {[by]: value} of combinations) {
    const key = canonicalJson(value);
    if (!values.has(key)) values.set(key, {value, of: new Map()});
  }
  for (const trial of trials) {
    const {[by]: value, ...others} = trial.parameters;
    values.get(canonicalJson(value))?.of.set(canonicalJson([others, trial.seed]), metricOf(trial, metric));
  }
  const levels = [...values.values()]
    .map(({value, of}) => ({value, of, summary: summarize([...of.values()])}))
    .sort((a, b) => order(a.summary.mean, b.summary.mean));
  const differences = levels.flatMap((better, index) =>
    levels.slice(index + 1).flatMap(worse => pairedDifference(sign, better, worse)),
  );
  return {by, metric, levels: levels.map(({value, summary}) => ({value, summary})), differences};
}

interface LevelTrials extends Level {
  readonly of: ReadonlyMap<string, number | null>;
}

function pairedDifference(sign: number, better: LevelTrials, worse: LevelTrials): PairedDifference[] {
  const leads: number[] = [];
  const theirs: number[] = [];
  for (const [key, mine] of better.of) {
    const other = worse.of.get(key) ?? null;
    if (mine === null || other === null) continue;
    leads.push(sign * (other - mine));
    theirs.push(Math.abs(other));
  }
  if (leads.length === 0) return [];
  const lead = meanOf(leads);
  const base = meanOf(theirs);
  const enough = leads.length >= FEWEST_PAIRS;
  const probability = enough ? signFlipProbability(leads) : null;
  const intervals = enough ? bootstrapIntervals(leads, theirs) : null;
  return [
    {
      better: better.value,
      worse: worse.value,
      pairs: leads.length,
      wins: leads.filter(difference => difference > 0).length,
      lead,
      interval: intervals?.mean ?? null,
      relativeLead: base > 0 ? lead / base : null,
      relativeInterval: base > 0 ? (intervals?.ratio ?? null) : null,
      probability,
      verdict:
        probability === null ? 'too few seeds' : probability <= SIGNIFICANCE && lead > 0 ? 'better' : 'no difference',
    },
  ];
}
