import type {Comparison, PairedDifference} from '../results/comparison.js';
import {shortNumber, withDeviation} from './number.js';
import {parameterValue} from './parameter-value.js';

/** The answer in a sentence (one per other level): which value is better, by how much, and whether that is more than chance. */
export function comparisonText({by, metric, levels, differences}: Comparison): string {
  const finished = levels.filter(({summary}) => summary.mean !== null);
  if (finished.length < 2)
    return `${by}: fewer than two values have a finished trial, so there is nothing to compare.\n`;
  if (differences.length === 0) return `${by}: no two trials differ in ${by} alone, so there is nothing to compare.\n`;
  return differences.map(difference => `${sentence(by, metric, difference, levels)}\n`).join('');
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
  const share = relativeLead === null ? '' : ` (${shortNumber(100 * relativeLead, 2)} %)`;
  const range = interval ? `, 95 % interval ${shortNumber(interval[0])} to ${shortNumber(interval[1])}` : '';
  const chance = probability === null ? '' : `, p = ${shortNumber(probability, 2)}`;
  const numbers = `${metric} ${means.join(' against ')}, a lead of ${shortNumber(lead)}${share}${range}; ahead in ${wins} of ${pairs} pairs${chance}`;
  switch (verdict) {
    case 'better':
      return `${by}: ${winner} is better than ${loser}: ${numbers}.`;
    case 'no difference':
      return `${by}: ${winner} and ${loser} can't be told apart: ${numbers}.`;
    case 'too few pairs':
      return `${by}: ${winner} is ahead of ${loser}, but ${pairs} ${pairs === 1 ? 'pair is' : 'pairs are'} too few to tell (raise sweep.seeds; it takes 6): ${numbers}.`;
  }
}
