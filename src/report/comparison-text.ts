import {parametersText, parameterValue} from '../experiment/parameter-value.js';
import type {
  Comparison,
  Evidence,
  Interaction,
  PairedDifference,
  TrialCounts,
} from '../results/comparison/comparison.js';
import type {SharedCount} from '../results/target-rows.js';
import {counted, grouped, percent, probabilityText, shortNumber, withDeviation} from './number.js';
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
  if (differences.length === 0) return `${by}: no two trials differ in ${by} alone, so there is nothing to compare.`;
  return undefined;
}

/** Per pair of levels: which value is better, by how much, whether that is more than chance, and what the number leaves out. */
export function sentences({by, metric, differences, family}: Comparison): string[] {
  return differences.map(difference =>
    [
      `${by}: ${headText(difference)}${numbersText(metric, difference, family)}.`,
      ...remarksOf(difference, metric).map(remark => `${remark}.`),
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
      return `${ahead}${average}, but there are too few seeds to tell (${counted(evidence.seeds, 'seed')}; ${seedsWantedText(evidence)})`;
    }
    case 'trials failed':
      return `${winner} is ahead of ${loser}${average} where both finished, but is not called better, since ${betterTrials.failed} of its ${betterTrials.planned} trials failed`;
    case 'other rows':
      return difference.sharedRows === 'other scale'
        ? `${winner} and ${loser} are measured against different naive errors, so there is no verdict`
        : `${winner} and ${loser} were measured on different target rows, and ${sharedText(difference.sharedRows)}, so there is no verdict`;
    case 'no shared seed':
      return betterTrials.undefinedNumbers + worseTrials.undefinedNumbers > 0
        ? `${winner} and ${loser} have no seed for which both have a number in every combination, so there is nothing to compare`
        : `${winner} and ${loser} have no seed that both finished in every combination, so there is no number to compare${untrainedText(difference)}`;
  }
}

function sharedText(sharedRows: SharedCount): string {
  if (typeof sharedRows !== 'number') return 'it was not noted which rows both share';
  return sharedRows === 0 ? 'share none' : `share only ${sharedRows}`;
}

function untrainedText({betterTrials, worseTrials}: PairedDifference): string {
  const left = [betterTrials, worseTrials].reduce((sum, own) => sum + own.planned - own.finished - own.failed, 0);
  return left === 0 ? '' : ` (${counted(left, 'trial')} still to be trained)`;
}

/** "it takes at least 6, and probably 14, from the spread seen". */
export function seedsWantedText({seeds, fewestSeeds, seedsNeeded, lead}: Evidence): string {
  const least = `it takes at least ${fewestSeeds}`;
  if (seeds < 2) return `${least}; one seed has no spread to say how many`;
  if (lead === 0) return least;
  if (seedsNeeded === null) return `${least}, and from the spread seen more than 10,000`;
  return seedsNeeded > fewestSeeds
    ? `${least}, and from the spread seen probably ${seedsNeeded > 100 ? `some ${grouped(Number(seedsNeeded.toPrecision(2)))}` : seedsNeeded}`
    : `${least}, which from the spread seen would probably do`;
}

function numbersText(metric: string, {evidence, averagedOver}: PairedDifference, family: number): string {
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
  return `: ${metric} ${means.join(' against ')}, a lead of ${shortNumber(lead)}${share}${range}; ahead in ${wins} of ${counted(seeds, 'seed')}${level}${over}${chance}${corrected}`;
}

/** What a pair's numbers leave out: the margin, seeds and trials that are missing, rows, and what the lead depends on. */
function remarksOf(difference: PairedDifference, metric: string): string[] {
  const {evidence, verdict, plannedSeeds, sharedRows, leftOut, betterTrials, worseTrials} = difference;
  const found: string[] = [];
  if (evidence && (verdict === 'slightly better' || verdict === 'practically the same') && evidence.margin !== null) {
    const where = verdict === 'slightly better' ? 'reaches into' : 'lies inside of';
    const {margin, lead, relativeLead} = evidence;
    const share = relativeLead === null || lead === 0 ? '' : ` (${percent((margin * relativeLead) / lead)})`;
    found.push(`The interval ${where} the margin of ${shortNumber(margin)}${share}`);
  }
  found.push(...failuresText(difference, metric));
  if (evidence && leftOut.length > 0) {
    const named = leftOut.slice(0, MOST_LEFT_OUT).map(others => parametersText(others));
    const more = leftOut.length > named.length ? ` and ${grouped(leftOut.length - named.length)} more` : '';
    found.push(`Without ${named.join('; ')}${more}, where no trial of either finished`);
  }
  if (evidence && evidence.seeds < plannedSeeds)
    found.push(
      betterTrials.undefinedNumbers + worseTrials.undefinedNumbers > 0
        ? `Compared on the ${evidence.seeds} of ${plannedSeeds} seeds for which both have a number in every combination`
        : `Compared on the ${evidence.seeds} of ${plannedSeeds} seeds that both finished in every combination`,
    );
  if (evidence && typeof sharedRows === 'number')
    found.push(`Compared on the ${counted(sharedRows, 'target row')} that all combinations share`);
  found.push(...(evidence?.interactions.map(interactionText) ?? []));
  return found;
}

const MOST_LEFT_OUT = 3;

function reasonText({error, otherErrors}: TrialCounts): string {
  return otherErrors ? `the first: ${error}` : (error ?? '');
}

function failuresText({better, worse, betterTrials, worseTrials}: PairedDifference, metric: string): string[] {
  const sides = [
    {value: better, own: betterTrials, other: worseTrials, otherValue: worse},
    {value: worse, own: worseTrials, other: betterTrials, otherValue: better},
  ];
  return sides.flatMap(({value, own, other, otherValue}) => {
    const all = other.finished === other.planned ? `; ${parameterValue(otherValue)} finished all of the same` : '';
    const shown = parameterValue(value);
    return [
      ...(own.failed > 0
        ? [`${own.failed} of ${own.planned} trials of ${shown} failed (${reasonText(own)})${all}`]
        : []),
      ...(own.undefinedNumbers > 0
        ? [`${own.undefinedNumbers} finished trials of ${shown} have no ${metric}: there it is no number`]
        : []),
    ];
  });
}

/** Of more values, only the ends are told. */
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

/** What a table of pairs can't say in its cells: what is true of all pairs once, the rest pair by pair. */
export function remarks({differences, metric}: Comparison): string[] {
  const all = differences.map(difference => {
    const {evidence, verdict} = difference;
    const few = evidence && verdict === 'too few seeds' ? [`Too few seeds: ${seedsWantedText(evidence)}`] : [];
    return [...few, ...remarksOf(difference, metric)];
  });
  const counts = new Map<string, number>();
  for (const line of all.flat()) counts.set(line, (counts.get(line) ?? 0) + 1);
  const common = [...counts].flatMap(([line, count]) => (count > 1 || differences.length === 1 ? [`${line}.`] : []));
  const own = differences.flatMap(({better, worse}, index) =>
    all[index]
      .filter(line => counts.get(line) === 1 && differences.length > 1)
      .map(line => `${parameterValue(better)} over ${parameterValue(worse)}: ${line}.`),
  );
  const told = [...common, ...own];
  return [...told.slice(0, MOST_REMARKS), ...(told.length > MOST_REMARKS ? [restText(told.length)] : [])];
}

const MOST_REMARKS = 16;

function restText(all: number): string {
  return `And ${counted(all - MOST_REMARKS, 'remark')} more; comparison.json has all.`;
}

function remarkLines(comparison: Comparison): string {
  return remarks(comparison)
    .map(line => `${line}\n`)
    .join('');
}
