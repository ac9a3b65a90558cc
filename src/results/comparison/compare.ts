import {distinct} from '../../experiment/content-hash.js';
import {moreIsBetter} from '../../training/metrics/index.js';
import {bestFirst, sharedRowCount} from '../metric-path.js';
import type {RunResults} from '../run-results.js';
import type {Interval} from '../statistics/flips.js';
import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import {seedsNeeded} from '../statistics/seeds-needed.js';
import {fewestValues, signFlipInterval, signFlipProbability} from '../statistics/sign-flips.js';
import {meanOf, summarize} from '../statistics/summary.js';
import {type Cell, countsOf, type LevelTrials, trialsByLevel} from './compared-trials.js';
import type {Comparison, Evidence, Finding, Interaction, Pair, PairedDifference, Verdict} from './comparison.js';
import {
  type CellLeads,
  everySeedTurns,
  interactionProbability,
  type LeadsByValue,
  leadsByParameter,
} from './interactions.js';
import {marginOf, shareBase} from './margin.js';

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
  const untold = ((levels.length - told.length) * (levels.length - told.length - 1)) / 2;
  const family = measured.length + (told.length < levels.length ? untold : 0);
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

/** A pair of levels with what each seed says. */
interface PairedLeads {
  readonly pair: Pair;
  /** False where they were measured on other rows, and nothing is known on shared ones. */
  readonly comparable: boolean;
  /** How far `better` is ahead, per shared seed. */
  readonly leads: readonly number[];
  readonly betterMeans: readonly number[];
  readonly worseMeans: readonly number[];
  readonly cells: readonly CellLeads[];
}

/** Undefined where no combination of the other parameters has both. */
function pairedLeads(
  one: LevelTrials,
  other: LevelTrials,
  {seeds}: RunResults,
  metric: string,
): PairedLeads | undefined {
  const all = [...one.cells].flatMap(([key, mine]) => {
    const theirs = other.cells.get(key);
    return theirs ? [{mine, theirs}] : [];
  });
  if (all.length === 0) return undefined;
  const nobodyFinished = ({mine, theirs}: (typeof all)[number]) => {
    const {failed, planned} = countsOf([mine, theirs], seeds);
    return failed === planned;
  };
  const both = all.filter(cell => !nobodyFinished(cell));
  const [mine, theirs] = [both.map(cell => cell.mine), both.map(cell => cell.theirs)];
  const sameRows = both.every(cell => cell.mine.rows === cell.theirs.rows);
  const records = [...mine, ...theirs].flatMap(({trials}) => [...trials.values()].map(({record}) => record));
  const sharedRows = sameRows ? null : sharedRowCount(records, metric);
  const comparable = sharedRows !== 0;
  const numberOf = (cell: Cell, seed: number) => {
    const trial = cell.trials.get(seed);
    return (sameRows ? trial?.value : trial?.shared) ?? null;
  };
  /** Of the seeds that both finished in every combination: what each measured, [seed][combination]. */
  const measured = (comparable && both.length > 0 ? seeds : []).flatMap(seed => {
    const numbers = both.map(cell => ({mine: numberOf(cell.mine, seed), theirs: numberOf(cell.theirs, seed)}));
    const whole = numbers.flatMap(({mine: a, theirs: b}) => (a === null || b === null ? [] : [{mine: a, theirs: b}]));
    return whole.length === numbers.length ? [whole] : [];
  });
  const means = measured.map(numbers => ({
    mine: meanOf(numbers.map(number => number.mine)),
    theirs: meanOf(numbers.map(number => number.theirs)),
  }));
  const sign = moreIsBetter(metric) ? -1 : 1;
  const ahead = meanOf(means.map(mean => sign * (mean.theirs - mean.mine)));
  const [myTrials, theirTrials] = [all.map(cell => cell.mine), all.map(cell => cell.theirs)].map(cells =>
    countsOf(cells, seeds),
  );
  const turned = measured.length > 0 ? ahead < 0 : myTrials.failed > theirTrials.failed;
  const lead = (numbers: {readonly mine: number; readonly theirs: number}) =>
    (turned ? -sign : sign) * (numbers.theirs - numbers.mine);
  return {
    pair: {
      better: turned ? other.value : one.value,
      worse: turned ? one.value : other.value,
      betterTrials: turned ? theirTrials : myTrials,
      worseTrials: turned ? myTrials : theirTrials,
      plannedSeeds: seeds.length,
      averagedOver: Object.keys(mine[0]?.others ?? {}).filter(
        name => distinct(mine.map(({others}) => others[name])).length > 1,
      ),
      leftOut: all.filter(nobodyFinished).map(cell => cell.mine.others),
      sharedRows,
    },
    comparable,
    leads: means.map(lead),
    betterMeans: means.map(mean => (turned ? mean.theirs : mean.mine)),
    worseMeans: means.map(mean => (turned ? mean.mine : mean.theirs)),
    cells: mine.map(({others}, index) => ({others, leads: measured.map(numbers => lead(numbers[index]))})),
  };
}

interface Tested {
  readonly probability: number;
  readonly adjusted: number;
  readonly level: number;
  /** The smallest level of the family. */
  readonly finest: number;
  readonly asked: RunResults['manifest']['comparison'];
  readonly metric: string;
  readonly interactions: readonly (Interaction & {readonly range: number})[];
}

function evidenceOf({leads, betterMeans, worseMeans}: PairedLeads, tested: Tested): Evidence {
  const {probability, adjusted, level, finest, asked, metric} = tested;
  const worseSummary = summarize(worseMeans);
  const lead = meanOf(leads);
  const interval = signFlipInterval(leads, level, finest);
  const base = shareBase(metric, worseSummary);
  const margin = marginOf(asked, metric, worseSummary);
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
    interactions: tested.interactions
      .filter(({range}) => margin === null || range > margin)
      .map(({range: _, ...interaction}) => interaction),
  };
}

function verdictOf({interval, margin}: Evidence, {pair}: PairedLeads): Verdict {
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

/** The interactions of each pair that are more than chance; one Holm family over all pairs and parameters. */
function interactionsOf(pairs: readonly PairedLeads[]): (Interaction & {readonly range: number})[][] {
  const candidates = pairs.map(({cells}) => leadsByParameter(cells));
  const all = candidates.flat();
  const testable = all.filter(({values}) => values[0].leads.length >= fewestValues(SIGNIFICANCE));
  const steps = new Map<LeadsByValue, number>();
  const corrected = holm(testable.map(interactionProbability));
  testable.forEach((one, index) => {
    steps.set(one, corrected[index].adjusted);
  });
  return candidates.map(ofPair =>
    ofPair.flatMap(one => {
      const probability = steps.get(one) ?? null;
      if (probability === null ? !everySeedTurns(one) : probability > SIGNIFICANCE) return [];
      const leads = one.values.map(({value, leads: own}) => ({value, lead: meanOf(own)}));
      const sizes = leads.map(({lead}) => lead);
      const range = sizes.reduce((a, b) => Math.max(a, b)) - sizes.reduce((a, b) => Math.min(a, b));
      return [{parameter: one.parameter, leads, probability, range}];
    }),
  );
}
