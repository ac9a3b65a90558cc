import {groupBy} from '../document/group-by.js';
import {parametersText, parameterValue} from '../document/parameter-value.js';
import type {
  Comparison,
  Evidence,
  Interaction,
  PairedDifference,
  TrialCounts,
} from '../results/comparison/comparison.js';
import {counted, grouped, percent, probabilityText, shortNumber, withDeviation} from './number.js';
import {sharedText} from './shared-rows-text.js';
import {comparisonSheet} from './sheet/comparison-sheet.js';
import {escapedMarkdown, sheetMarkdown} from './sheet/sheet-markdown.js';
import {sheetText} from './sheet/sheet-text.js';
import type {Style} from './style.js';

/** Sentences are good for a few pairs of levels, a table for more. */
const MOST_SENTENCES = 3;

/** The answer for a terminal: in a sentence per pair of levels, or in a table where there are many. */
export function comparisonText(comparison: Comparison, style: Style, width?: number): string {
  const nothing = nothingToCompare(comparison);
  if (nothing) return `${nothing}\n`;
  const {by, metric, differences} = comparison;
  if (differences.length <= MOST_SENTENCES)
    return sentences(comparison)
      .map(sentence => `${sentence}\n`)
      .join('');
  const title = style.bold(`${by} by ${metric}: each pair of values`);
  return `${title}\n${sheetText(comparisonSheet(comparison), style, {width})}${remarkLines(comparison)}`;
}

/** The same in Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const nothing = nothingToCompare(comparison);
  if (nothing) return `${nothing}\n`;
  const told = comparison.differences.length <= MOST_SENTENCES ? sentences(comparison) : remarks(comparison);
  return `${sheetMarkdown(comparisonSheet(comparison))}${told.map(text => `\n${escapedMarkdown(text)}\n`).join('')}`;
}

/** Why there is no answer. */
export function nothingToCompare({by, levels, differences}: Comparison): string | undefined {
  if (levels.length === 0) return `${by}: no trial is left, so there is nothing to compare.`;
  if (levels.length < 2) return `${by}: there is one value only, so there is nothing to compare.`;
  if (levels.every(({failed, planned}) => failed === planned))
    return `${by}: every trial failed (${reasonText(levels[0])}), so there is nothing to compare.`;
  if (differences.length === 0) return `${by}: no two trials differ in ${by} alone, so there is nothing to compare.`;
  return undefined;
}

/** Per pair of levels: which value is better, by how much, whether that is more than chance, and what the number leaves out. */
export function sentences({by, metric, differences, family}: Comparison): string[] {
  return differences.map(difference =>
    [
      `${by}: ${headText(difference)}${numbersText(metric, difference, family)}.`,
      ...remarksOf(difference, metric, true).map(remark => `${remark}.`),
    ].join(' '),
  );
}

function headText(difference: PairedDifference): string {
  const {verdict, evidence, betterTrials, worseTrials} = difference;
  const [winner, loser] = [difference.better, difference.worse].map(parameterValue);
  const average = evidence?.interactions.some(turns) ? ' on average' : '';
  switch (verdict) {
    case 'better':
    case 'slightly better':
      return `${winner} is ${verdict} than ${loser}${average}`;
    case 'practically the same':
      return `${winner} and ${loser} are practically the same${average}`;
    case 'no difference':
      return `${winner} and ${loser} can't be told apart${average}`;
    case 'too few seeds': {
      const ahead = evidence.lead === 0 ? `${winner} and ${loser} are level` : `${winner} is ahead of ${loser}`;
      return `${ahead}${average}, but there are too few ${difference.folds === undefined ? 'seeds' : 'folds'} to tell (${unitsText(evidence.seeds, difference.folds)}; ${seedsWantedText(evidence)})`;
    }
    case 'trials failed':
      return `${winner} is ahead of ${loser}${average} where both finished, but is not called better, since ${betterTrials.failed} of its ${betterTrials.planned} trials failed`;
    case 'other rows':
      return `${winner} and ${loser} have no verdict: ${sharedText(difference.sharedRows)}`;
    case 'no shared seed': {
      const unit = difference.folds === undefined ? 'seed' : 'fold';
      return betterTrials.undefinedNumbers + worseTrials.undefinedNumbers > 0
        ? `${winner} and ${loser} have no ${unit} for which both have a number in every combination, so there is nothing to compare`
        : `${winner} and ${loser} have no ${unit} that both finished in every combination, so there is no number to compare${untrainedText(difference)}`;
    }
  }
}

function untrainedText({betterTrials, worseTrials}: PairedDifference): string {
  const left = [betterTrials, worseTrials].reduce((sum, own) => sum + own.planned - own.finished - own.failed, 0);
  return left === 0 ? '' : ` (${counted(left, 'trial')} still to be trained)`;
}

/** What each has a lead of its own: "5 seeds", "6 folds". */
function unitsText(count: number, folds: number | undefined): string {
  return counted(count, folds === undefined ? 'seed' : 'fold');
}

/** "it takes at least 6, and probably 14 for the spread so far". */
function seedsWantedText({seeds, fewestSeeds, seedsNeeded, lead}: Evidence): string {
  const least = `it takes at least ${fewestSeeds}`;
  if (seeds < 2) return `${least}; one seed has no spread to say how many`;
  if (lead === 0) return least;
  if (seedsNeeded === null) return `${least}, and more than 10,000 for the spread so far`;
  return seedsNeeded > fewestSeeds
    ? `${least}, and probably ${someSeeds(seedsNeeded)} for the spread so far`
    : `${least}, which is probably enough for the spread so far`;
}

function numbersText(metric: string, {evidence, averagedOver, folds}: PairedDifference, family: number): string {
  if (!evidence) return '';
  const {betterSummary, worseSummary, lead, relativeLead, interval, wins, ties, seeds, adjustedProbability} = evidence;
  const means = [betterSummary, worseSummary].map(({mean, deviation}) => withDeviation(mean, deviation));
  const share = relativeLead === null ? '' : ` (${percent(relativeLead)})`;
  const name = family > 1 ? 'interval' : '95 % interval';
  const range = interval ? `, ${name} ${shortNumber(interval[0])} to ${shortNumber(interval[1])}` : '';
  const level = ties === 0 ? '' : `, tied in ${ties}`;
  const over = averagedOver.length === 0 ? '' : `, each averaged over ${averagedOver.join(' and ')}`;
  const chance = adjustedProbability === null ? '' : `, ${probabilityText(adjustedProbability)}`;
  const corrected = family > 1 && interval ? ` (interval and p corrected for ${grouped(family)} pairs)` : '';
  return `: ${metric} ${means.join(' against ')}, a lead of ${shortNumber(lead)}${share}${range}; ahead in ${wins} of ${unitsText(seeds, folds)}${level}${over}${chance}${corrected}`;
}

/** What a pair's numbers leave out: the margin, seeds and trials that are missing, rows, and what the lead depends on. */
function remarksOf(difference: PairedDifference, metric: string, withFailures: boolean): string[] {
  const {evidence, verdict, plannedSeeds, sharedRows, leftOut, betterTrials, worseTrials} = difference;
  const found: string[] = [];
  if (evidence && (verdict === 'slightly better' || verdict === 'practically the same') && evidence.margin !== null) {
    const where = verdict === 'slightly better' ? 'reaches into' : 'lies inside of';
    const {margin, lead, relativeLead} = evidence;
    const share = relativeLead === null || lead === 0 ? '' : ` (${percent((margin * relativeLead) / lead)})`;
    found.push(`The interval ${where} the margin of ${shortNumber(margin)}${share}`);
  }
  if (difference.partly) found.push(partlyText(difference, difference.partly));
  if (withFailures) found.push(...failuresText(difference));
  found.push(...undefinedText(difference, metric));
  if (evidence && leftOut.length > 0) {
    const named = leftOut.slice(0, MOST_LEFT_OUT).map(others => parametersText(others));
    const more = leftOut.length > named.length ? ` and ${grouped(leftOut.length - named.length)} more` : '';
    found.push(`Without ${named.join('; ')}${more}, where no trial of either finished`);
  }
  if (evidence && evidence.seeds < plannedSeeds)
    found.push(
      betterTrials.undefinedNumbers + worseTrials.undefinedNumbers > 0
        ? `Compared on the ${evidence.seeds} of ${unitsText(plannedSeeds, difference.folds)} for which both have a number in every combination`
        : `Compared on the ${evidence.seeds} of ${unitsText(plannedSeeds, difference.folds)} that both finished in every combination`,
    );
  if (evidence && difference.folds !== undefined)
    found.push(`Where its ${grouped(difference.folds)} folds train on rows in common, they are less than independent`);
  if (evidence && typeof sharedRows === 'number')
    found.push(`Compared on the ${counted(sharedRows, 'target row')} that all combinations share`);
  found.push(...(evidence?.interactions.map(interactionText) ?? []));
  return found;
}

/** Chosen combinations of which few are matched say nothing of the others. */
function partlyText({better, worse}: PairedDifference, {both, ...of}: NonNullable<PairedDifference['partly']>): string {
  const [first, second] = [better, worse].map(parameterValue);
  return `It is about the ${counted(both, 'combination')} of the other parameters that both have, of ${grouped(of.better)} of ${first} and ${grouped(of.worse)} of ${second}`;
}

const MOST_LEFT_OUT = 3;

function reasonText({error, otherErrors}: TrialCounts): string {
  return otherErrors ? `the first: ${error}` : (error ?? '');
}

/** "6 of 12 trials of 0.2 failed (diverged: the loss became NaN in epoch 2)". */
function failedText(value: unknown, trials: TrialCounts): string {
  return `${trials.failed} of ${trials.planned} trials of ${parameterValue(value)} failed (${reasonText(trials)})`;
}

function failuresText({better, worse, betterTrials, worseTrials}: PairedDifference): string[] {
  const sides = [
    {value: better, own: betterTrials, other: worseTrials, otherValue: worse},
    {value: worse, own: worseTrials, other: betterTrials, otherValue: better},
  ];
  return sides.flatMap(({value, own, other, otherValue}) => {
    const all = other.finished === other.planned ? `; ${parameterValue(otherValue)} finished all of the same` : '';
    return own.failed > 0 ? [`${failedText(value, own)}${all}`] : [];
  });
}

function undefinedText({better, worse, betterTrials, worseTrials}: PairedDifference, metric: string): string[] {
  return [
    {value: better, own: betterTrials},
    {value: worse, own: worseTrials},
  ].flatMap(({value, own}) =>
    own.undefinedNumbers > 0
      ? [`${own.undefinedNumbers} finished trials of ${parameterValue(value)} have no ${metric}: there it is no number`]
      : [],
  );
}

/** With more values than these, only the ends are told. */
const MOST_VALUES = 4;

function interactionText(interaction: Interaction): string {
  const {parameter, leads, probability} = interaction;
  const told = leads.length <= MOST_VALUES ? leads : [...leads].sort((a, b) => b.lead - a.lead);
  const each = told.map(({value, lead}) => {
    const size = turns(interaction)
      ? `${lead < 0 ? 'behind' : 'ahead'} by ${shortNumber(Math.abs(lead))}`
      : shortNumber(lead);
    return `${size} at ${parameterValue(value)}`;
  });
  const shown = leads.length <= MOST_VALUES ? each.join(', ') : `from ${each[0]} to ${each[each.length - 1]}`;
  const chance = probability === null ? 'in every seed so far' : probabilityText(probability);
  return `The lead depends on ${parameter}: ${shown} (${chance})`;
}

function turns({leads}: Interaction): boolean {
  return leads.some(({lead}) => lead > 0) && leads.some(({lead}) => lead < 0);
}

/** What a table of pairs can't say in its cells: what is true of all pairs once, the rest with the pairs that it is true of. */
export function remarks({differences, metric, levels}: Comparison): string[] {
  const told = differences.flatMap(difference => {
    const pair = `${parameterValue(difference.better)} over ${parameterValue(difference.worse)}`;
    return remarksOf(difference, metric, false).map(line => ({line, pair}));
  });
  const lines = [...groupBy(told, ({line}) => line)].map(([line, own]) =>
    own.length === differences.length ? `${line}.` : `${someOf(own.map(({pair}) => pair))}: ${line}.`,
  );
  const failed = levels.flatMap(level => (level.failed > 0 ? [`${failedText(level.value, level)}.`] : []));
  const all = [...failed, ...fewSeedsText(differences), ...lines];
  return [...all.slice(0, MOST_REMARKS), ...(all.length > MOST_REMARKS ? [restText(all.length)] : [])];
}

const MOST_REMARKS = 16;
const MOST_PAIRS = 3;

function someOf(pairs: readonly string[]): string {
  const more = pairs.length > MOST_PAIRS ? ` and ${grouped(pairs.length - MOST_PAIRS)} more` : '';
  return `${pairs.slice(0, MOST_PAIRS).join(', ')}${more}`;
}

function restText(all: number): string {
  return `And ${counted(all - MOST_REMARKS, 'remark')} more; comparison.json has all.`;
}

/** One line for all pairs that have too few seeds. */
function fewSeedsText(differences: readonly PairedDifference[]): string[] {
  const few = differences.flatMap(({verdict, evidence}) => (evidence && verdict === 'too few seeds' ? [evidence] : []));
  if (few.length === 0) return [];
  const least = few.reduce((most, {fewestSeeds}) => Math.max(most, fewestSeeds), 0);
  const needed = few.flatMap(({seedsNeeded, seeds}) => (seeds > 1 && seedsNeeded !== null ? [seedsNeeded] : []));
  const [low, high] = [needed.reduce((a, b) => Math.min(a, b), 10_000), needed.reduce((a, b) => Math.max(a, b), 0)];
  const spread =
    needed.length === 0
      ? ''
      : `, and for the spread so far probably ${low === high ? someSeeds(low) : `${someSeeds(low)} to ${someSeeds(high)}, by pair`}`;
  const units = differences.some(({folds}) => folds !== undefined) ? 'folds' : 'seeds';
  return [`Too few ${units}: it takes at least ${least}${spread}.`];
}

/** A count of seeds, beyond 100 in two digits: more than that the spread of a few seeds doesn't tell. */
function someSeeds(count: number): string {
  return count > 100 ? `some ${grouped(Number(count.toPrecision(2)))}` : String(count);
}

function remarkLines(comparison: Comparison): string {
  return remarks(comparison)
    .map(line => `${line}\n`)
    .join('');
}
