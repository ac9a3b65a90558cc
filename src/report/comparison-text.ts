import {parameterValue} from '../experiment/parameter-value.js';
import type {Comparison, PairedDifference} from '../results/comparison.js';
import {FEWEST_PAIRS} from '../results/comparison.js';
import {percent, shortNumber, withDeviation} from './number.js';
import {comparisonSheet} from './sheet/comparison-sheet.js';
import {sheetMarkdown} from './sheet/sheet-markdown.js';
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
  return `${title}\n${sheetText(comparisonSheet(comparison), style, {width})}`;
}

/** The same in Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const nothing = nothingToCompare(comparison);
  if (nothing) return `${nothing}\n`;
  return sheetMarkdown(comparisonSheet(comparison));
}

/** Why there is no answer. */
export function nothingToCompare({by, levels, differences}: Comparison): string | undefined {
  if (levels.filter(({summary}) => summary.mean !== null).length < 2)
    return `${by}: fewer than two values have a finished trial, so there is nothing to compare.`;
  if (differences.length === 0) return `${by}: no two trials differ in ${by} alone, so there is nothing to compare.`;
  return undefined;
}

/** Per pair of levels: which value is better, by how much, and whether that is more than chance. */
export function sentences({by, metric, levels, differences}: Comparison): string[] {
  return differences.map(difference => sentence(by, metric, difference, levels));
}

function sentence(
  by: string,
  metric: string,
  {better, worse, pairs, wins, lead, relativeLead, interval, probability, verdict}: PairedDifference,
  levels: Comparison['levels'],
): string {
  const [winner, loser] = [better, worse].map(parameterValue);
  const means = [better, worse]
    .map(value => levels.find(level => level.value === value))
    .map(level => (level ? withDeviation(level.summary.mean, level.summary.deviation) : 'n/a'));
  const share = relativeLead === null ? '' : ` (${percent(relativeLead)})`;
  const range = interval ? `, 95 % interval ${shortNumber(interval[0])} to ${shortNumber(interval[1])}` : '';
  const chance = probability === null ? '' : `, p = ${shortNumber(probability, 2)}`;
  const numbers = `${metric} ${means.join(' against ')}, a lead of ${shortNumber(lead)}${share}${range}; ahead in ${wins} of ${pairs} pairs${chance}`;
  switch (verdict) {
    case 'better':
      return `${by}: ${winner} is better than ${loser}: ${numbers}.`;
    case 'no difference':
      return `${by}: ${winner} and ${loser} can't be told apart: ${numbers}.`;
    case 'too few seeds':
      return `${by}: ${winner} is ahead of ${loser}, but there are too few seeds to tell (${pairs} ${pairs === 1 ? 'pair' : 'pairs'}; it takes ${FEWEST_PAIRS}): ${numbers}.`;
  }
}
