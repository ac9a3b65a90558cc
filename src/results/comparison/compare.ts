import {bestFirst} from '../metric-path.js';
import type {RunResults} from '../run-results.js';
import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import {signFlipProbability} from '../statistics/sign-flips.js';
import {summarize} from '../statistics/summary.js';
import {isComparable} from '../target-rows.js';
import {type LevelTrials, trialsByLevel} from './compared-trials.js';
import type {Comparison, Finding, PairedDifference} from './comparison.js';
import {evidenceOf, verdictOf} from './evidence.js';
import {interactionsOf} from './found-interactions.js';
import {marginOf} from './margin.js';
import {type PairedLeads, pairedLeads} from './paired-leads.js';

/** The most levels that are all compared in pairs; of more, only the best one is compared with as many that follow it. */
const MOST_LEVELS_PAIRED = 20;

/**
 * The levels of a parameter, each against every other one. What varies independently is the seed: all trials of one seed
 * share first weights and order of rows, so a pair has one lead per seed, averaged over all other parameters.
 */
export function compare(results: RunResults, by: string, metric: string): Comparison {
  const order = bestFirst(metric);
  const levels = trialsByLevel(results, by, metric).sort((a, b) => order(a.summary.mean, b.summary.mean));
  const pairs = pairsOf(levels).flatMap(([one, other]) => pairedLeads(one, other, results, metric) ?? []);
  const measured = pairs.filter(({leads}) => leads.length > 0);
  const allPairs = (levels.length * (levels.length - 1)) / 2;
  const family = levels.length > MOST_LEVELS_PAIRED ? allPairs : measured.length;
  const finest = SIGNIFICANCE / family;
  const probabilities = measured.map(({leads}) => signFlipProbability(leads, finest));
  const steps = holm(probabilities, family);
  const margins = measured.map(({worseMeans}) => marginOf(results.manifest.comparison, metric, summarize(worseMeans)));
  const interactions = interactionsOf(measured, margins);
  const findings = new Map(
    measured.map((pair, index): [PairedLeads, Finding] => {
      const evidence = evidenceOf(pair, {
        ...steps[index],
        finest,
        probability: probabilities[index],
        margin: margins[index],
        metric,
        interactions: interactions[index],
      });
      return [pair, {evidence, verdict: verdictOf(evidence, pair)}];
    }),
  );
  const differences = pairs.map((pair): PairedDifference => {
    const {sharedRows} = pair.pair;
    const without: Finding = {verdict: isComparable(sharedRows) ? 'no shared seed' : 'other rows', evidence: null};
    return {...pair.pair, ...(findings.get(pair) ?? without)};
  });
  return {by, metric, family, differences, levels: levels.map(({cells: _, ...level}) => level)};
}

/** The comparison that the experiment asks for; null where it asks for none. */
export function askedComparison(results: RunResults): Comparison | null {
  const asked = results.manifest.comparison;
  return asked ? compare(results, asked.by, asked.metric) : null;
}

/**
 * Each level against each that follows, but for two of which every trial failed; of many, the best of which no trial
 * failed against those that follow it.
 */
function pairsOf(levels: readonly LevelTrials[]): (readonly [LevelTrials, LevelTrials])[] {
  if (levels.length <= MOST_LEVELS_PAIRED)
    return levels
      .flatMap((one, index) => levels.slice(index + 1).map(other => [one, other] as const))
      .filter(pair => !pair.every(({failed, planned}) => failed === planned));
  const best = levels.find(({failed, summary}) => failed === 0 && summary.mean !== null) ?? levels[0];
  const others = levels.filter(level => level !== best);
  return [...others.filter(({failed}) => failed === 0), ...others.filter(({failed}) => failed > 0)]
    .slice(0, MOST_LEVELS_PAIRED)
    .map(other => [best, other] as const);
}
