import {canonicalJson} from '../experiment/content-hash.js';
import {generator} from '../random/generator.js';
import type {TrialRecord} from '../run/journal.js';
import {moreIsBetter} from '../training/metrics/index.js';
import {metricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';
import {type Summary, summarize} from './summary.js';

/** One value of the compared parameter. */
export interface Level {
  readonly value: unknown;
  readonly summary: Summary;
}

/** The best level against another: trials that differ in nothing else, the seed included, are pairs. */
export interface PairedDifference {
  readonly better: unknown;
  readonly worse: unknown;
  readonly pairs: number;
  /** Pairs in which `better` was better. */
  readonly wins: number;
  /** Mean over the pairs of how far `better` is ahead; below 0 only where failed trials took their pairs along. */
  readonly lead: number;
  /** The lead as a share of the worse one's mean. */
  readonly relativeLead: number | null;
  /** 95 % interval of the lead; null for too few pairs. */
  readonly interval: readonly [number, number] | null;
  /** The chance of a mean difference as large, either way, if the two levels did the same; null for too few pairs. */
  readonly probability: number | null;
  readonly verdict: 'better' | 'no difference' | 'too few pairs';
}

export interface Comparison {
  readonly by: string;
  readonly metric: string;
  /** Best mean first; levels without a finished trial last. */
  readonly levels: readonly Level[];
  readonly differences: readonly PairedDifference[];
}

/** What a chance may be at most to be called a difference. */
const SIGNIFICANCE = 0.05;
/** With fewer pairs even a lead in all of them could be chance: 2 / 2^5 is more than 0.05. */
const FEWEST_PAIRS = 6;

/** The levels of a parameter, and the best of them against every other one, pair by pair. */
export function compare({manifest, trials}: RunResults, by: string, metric: string): Comparison {
  const sign = moreIsBetter(metric) ? -1 : 1;
  const values = [
    ...new Map(
      manifest.experiment.resolved.map(({parameters}) => [canonicalJson(parameters[by]), parameters[by]]),
    ).values(),
  ];
  const levels = values
    .map(value => ({value, summary: summarize(ofLevel(trials, by, value).map(trial => metricOf(trial, metric)))}))
    .sort((a, b) => order(sign, a.summary.mean, b.summary.mean));
  const [best, ...others] = levels;
  const differences = others.flatMap(other => pairedDifference(trials, by, metric, sign, best, other));
  return {by, metric, levels, differences};
}

function order(sign: number, a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return sign * (a - b);
}

function ofLevel(trials: readonly TrialRecord[], by: string, value: unknown): TrialRecord[] {
  const wanted = canonicalJson(value);
  return trials.filter(({parameters}) => canonicalJson(parameters[by]) === wanted);
}

function pairedDifference(
  trials: readonly TrialRecord[],
  by: string,
  metric: string,
  sign: number,
  best: Level,
  other: Level,
): PairedDifference[] {
  const pairKey = ({parameters, seed}: TrialRecord) => canonicalJson({...parameters, [by]: null, ' seed': seed});
  const partners = new Map(ofLevel(trials, by, other.value).map(trial => [pairKey(trial), metricOf(trial, metric)]));
  const leads = ofLevel(trials, by, best.value).flatMap(trial => {
    const mine = metricOf(trial, metric);
    const theirs = partners.get(pairKey(trial)) ?? null;
    return mine === null || theirs === null ? [] : [sign * (theirs - mine)];
  });
  if (leads.length === 0) return [];
  const lead = meanOf(leads);
  const interval = leads.length < FEWEST_PAIRS ? null : bootstrapInterval(leads);
  const probability = leads.length < FEWEST_PAIRS ? null : signFlipProbability(leads);
  return [
    {
      better: best.value,
      worse: other.value,
      pairs: leads.length,
      wins: leads.filter(difference => difference > 0).length,
      lead,
      relativeLead: other.summary.mean ? lead / Math.abs(other.summary.mean) : null,
      interval,
      probability,
      verdict:
        probability === null ? 'too few pairs' : probability <= SIGNIFICANCE && lead > 0 ? 'better' : 'no difference',
    },
  ];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 95 % percentile bootstrap of the mean (Efron 1979), seeded, so that it is the same every time. */
export function bootstrapInterval(values: readonly number[]): readonly [number, number] {
  const random = generator(0, 'bootstrap', values.length);
  // Thousands of pairs need fewer resamples, and would take long.
  const resamples = Math.round(Math.min(10_000, Math.max(1000, 5e6 / values.length)));
  const means = Float64Array.from({length: resamples}, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.integer(values.length)];
    return sum / values.length;
  }).sort();
  return [means[Math.floor(0.025 * resamples)], means[Math.ceil(0.975 * resamples) - 1]];
}

const EXACT_UP_TO = 14;

/**
 * Two-sided paired permutation test of a mean of 0 (Fisher 1935): the share of sign patterns whose mean is at least as far
 * from 0. All patterns of up to 14 pairs, else 10,000 seeded ones.
 */
export function signFlipProbability(differences: readonly number[]): number {
  const count = differences.length;
  const observed = Math.abs(differences.reduce((sum, value) => sum + value, 0));
  // Sums that are equal but for rounding count as equal.
  const threshold = observed * (1 - 1e-12);
  const isExtreme = (negative: (index: number) => boolean) =>
    Math.abs(differences.reduce((sum, value, index) => sum + (negative(index) ? -value : value), 0)) >= threshold;
  if (count <= EXACT_UP_TO) {
    let extreme = 0;
    for (let pattern = 0; pattern < 2 ** count; pattern++)
      if (isExtreme(index => ((pattern >> index) & 1) === 1)) extreme++;
    return extreme / 2 ** count;
  }
  const random = generator(0, 'sign flips', count);
  const draws = 10_000;
  let extreme = 1;
  for (let draw = 0; draw < draws; draw++) if (isExtreme(() => random.uniform() < 0.5)) extreme++;
  return extreme / (draws + 1);
}
