import {meanOf} from '../../data/statistics.js';
import type {Interval} from '../statistics/flips.js';
import {seedsNeeded} from '../statistics/seeds-needed.js';
import {fewestValues, signFlipInterval} from '../statistics/sign-flips.js';
import {summarize} from '../statistics/summary.js';
import type {Evidence, Interaction, Verdict} from './comparison.js';
import {shareBase} from './margin.js';
import type {PairedLeads} from './paired-leads.js';

/** What the family of all pairs says of one. */
export interface Tested {
  readonly probability: number;
  readonly adjusted: number;
  readonly level: number;
  /** The smallest level of the family. */
  readonly finest: number;
  readonly margin: number | null;
  readonly metric: string;
  readonly interactions: readonly Interaction[];
}

/** The numbers of a pair. */
export function evidenceOf({leads, betterMeans, worseMeans}: PairedLeads, tested: Tested): Evidence {
  const {probability, adjusted, level, finest, margin, metric, interactions} = tested;
  const worseSummary = summarize(worseMeans);
  const lead = meanOf(leads);
  const interval = signFlipInterval(leads, level, finest);
  const base = shareBase(metric, worseSummary);
  const share = (value: number) => value / (base ?? 1);
  const fewestSeeds = fewestValues(level);
  return {
    seeds: leads.length,
    betterSummary: summarize(betterMeans),
    worseSummary,
    wins: leads.filter(one => one > 0).length,
    ties: leads.filter(one => one === 0).length,
    lead,
    interval,
    level,
    relativeLead: base === null ? null : share(lead),
    relativeInterval: base === null || interval === null ? null : [share(interval[0]), share(interval[1])],
    margin,
    probability: interval && probability,
    adjustedProbability: interval && adjusted,
    seedsNeeded: interval ? null : seedsNeeded(leads, level, fewestSeeds),
    fewestSeeds,
    interactions,
  };
}

/** What the evidence of a pair says, in the words of README.md. */
export function verdictOf({interval, margin}: Evidence, {pair}: PairedLeads): Verdict {
  if (!interval) return 'too few seeds';
  const within = margin ?? 0;
  if (isInside(interval, within)) return 'practically the same';
  if (interval[0] <= 0) return 'no difference';
  if (pair.betterTrials.failed > 0) return 'trials failed';
  return interval[0] >= within ? 'better' : 'slightly better';
}

function isInside([low, high]: Interval, margin: number): boolean {
  return -margin <= low && high <= margin;
}
