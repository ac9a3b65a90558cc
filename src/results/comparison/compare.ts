import {bestFirst} from '../metric-path.js';
import type {RunResults} from '../run-results.js';
import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import {signFlipProbability} from '../statistics/sign-flips.js';
import {trialsByLevel} from './compared-trials.js';
import type {Comparison, Finding, PairedDifference} from './comparison.js';
import {evidenceOf, verdictOf} from './evidence.js';
import {interactionsOf} from './found-interactions.js';
import {type PairedLeads, pairedLeads} from './paired-leads.js';

/** Of more levels than these, only the best one is told against each other one. */
const MOST_LEVELS_PAIRED = 20;

/**
 * The levels of a parameter, each against every other one. What varies independently is the seed: all trials of one seed
 * share first weights and order of rows, so a pair has one lead per seed, averaged over all other parameters.
 */
export function compare(results: RunResults, by: string, metric: string): Comparison {
  const order = bestFirst(metric);
  const levels = trialsByLevel(results, by, metric).sort((a, b) => order(a.summary.mean, b.summary.mean));
  const told = levels.length > MOST_LEVELS_PAIRED ? levels.slice(0, 1) : levels;
  const pairs = told.flatMap((one, index) =>
    levels.slice(index + 1).flatMap(other => pairedLeads(one, other, results, metric) ?? []),
  );
  const measured = pairs.filter(({leads}) => leads.length > 0);
  const others = levels.length - told.length;
  const family = measured.length + (others * Math.max(0, others - 1)) / 2;
  const finest = SIGNIFICANCE / family;
  const probabilities = measured.map(({leads}) => signFlipProbability(leads, finest));
  const steps = holm(probabilities, family);
  const interactions = interactionsOf(measured);
  const findings = new Map(
    measured.map((pair, index): [PairedLeads, Finding] => {
      const evidence = evidenceOf(pair, {
        ...steps[index],
        finest,
        probability: probabilities[index],
        asked: results.manifest.comparison,
        metric,
        interactions: interactions[index],
      });
      return [pair, {evidence, verdict: verdictOf(evidence, pair)}];
    }),
  );
  const differences = pairs.map((pair): PairedDifference => {
    const without: Finding = {verdict: pair.comparable ? 'no shared seed' : 'other rows', evidence: null};
    return {...pair.pair, ...(findings.get(pair) ?? without)};
  });
  return {by, metric, family, differences, levels: levels.map(({cells: _, ...level}) => level)};
}
