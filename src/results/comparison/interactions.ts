import {meanOf} from '../../data/statistics.js';
import {canonicalJson} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import {generator} from '../../random/generator.js';

/** The leads of each seed in one combination of the other parameters. */
export interface CellLeads {
  readonly others: ParameterValues;
  /** One per seed. */
  readonly leads: readonly number[];
}

/** The leads at each value of one other parameter, averaged over the rest. */
export interface LeadsByValue {
  readonly parameter: string;
  readonly values: readonly {readonly value: unknown; readonly leads: readonly number[]}[];
}

/** The most values of a parameter for which anybody reads a lead for each. */
const MOST_VALUES = 20;

/** The interactions with every other parameter that has several values, and at most 20. */
export function leadsByParameter(cells: readonly CellLeads[]): LeadsByValue[] {
  const names = Object.keys(cells[0]?.others ?? {});
  return names.flatMap(parameter => {
    const byValue = new Map<string, {value: unknown; cells: CellLeads[]}>();
    for (const cell of cells) {
      const value = cell.others[parameter];
      const key = canonicalJson(value ?? null);
      const own = byValue.get(key) ?? {value, cells: []};
      byValue.set(key, own);
      own.cells.push(cell);
    }
    if (byValue.size < 2 || byValue.size > MOST_VALUES) return [];
    const values = [...byValue.values()].map(({value, cells: own}) => ({
      value,
      leads: own[0].leads.map((_, seed) => meanOf(own.map(({leads}) => leads[seed]))),
    }));
    return [{parameter, values}];
  });
}

/**
 * The chance that the mean leads at the values of a parameter would be as far from each other if the parameter didn't matter:
 * the signs of all of a seed's deviations from its own mean are flipped together, the statistic is the sum of the squared
 * means (a permutation form of the repeated-measures F test; Edgington and Onghena, Randomization Tests, 2007).
 */
export function interactionProbability({values}: LeadsByValue): number {
  const seeds = values[0].leads.length;
  const means = Array.from({length: seeds}, (_, seed) => meanOf(values.map(({leads}) => leads[seed])));
  const deviations = values.map(({leads}) => Float64Array.from(leads, (lead, seed) => lead - means[seed]));
  const patterns = signPatterns(seeds);
  const count = patterns.length / seeds;
  // The first pattern flips nothing.
  const threshold = squaredSums(deviations, patterns, 0, seeds) * (1 - 1e-12);
  if (threshold === 0) return 1;
  let extreme = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    if (squaredSums(deviations, patterns, pattern * seeds, seeds) >= threshold) extreme++;
    // Of what is chance, nobody asks how much.
    if (count > DRAWS && extreme >= MOST_EXTREMES && extreme >= 0.1 * pattern) return extreme / (pattern + 1);
  }
  return extreme / count;
}

function squaredSums(deviations: readonly Float64Array[], patterns: Int8Array, from: number, seeds: number): number {
  let squares = 0;
  for (const deviation of deviations) {
    let sum = 0;
    for (let seed = 0; seed < seeds; seed++) sum += patterns[from + seed] * deviation[seed];
    squares += sum * sum;
  }
  return squares;
}

/** Among drawn patterns: 10 % of 1,000. */
const MOST_EXTREMES = 100;
const EXACT_UP_TO = 12;
const DRAWS = 20_000;

/** The patterns for one number of seeds; a comparison takes those of one number many times in a row. */
let drawn: {readonly seeds: number; readonly patterns: Int8Array} | undefined;

/** Signs of 1 and -1, pattern by pattern: all of them for up to 12 seeds, else drawn ones behind the one that flips nothing. */
function signPatterns(seeds: number): Int8Array {
  if (drawn?.seeds === seeds) return drawn.patterns;
  const random = generator(0, 'interaction', seeds);
  const count = seeds <= EXACT_UP_TO ? 2 ** seeds : DRAWS + 1;
  const patterns = new Int8Array(count * seeds).fill(1);
  for (let pattern = 1; pattern < count; pattern++)
    for (let seed = 0; seed < seeds; seed++) {
      const flips = seeds <= EXACT_UP_TO ? (pattern >> seed) & 1 : random.integer(2);
      if (flips) patterns[pattern * seeds + seed] = -1;
    }
  drawn = {seeds, patterns};
  return patterns;
}

/**
 * Whether every seed is ahead at some value and behind at another; the chance of that, were each lead a coin, is at most
 * values (values - 1) / 4^seeds for each of a family of parameters, and must be at most `chance`.
 */
export function everySeedTurns({values}: LeadsByValue, family: number, chance: number): boolean {
  const seeds = values[0].leads.length;
  const bound = (family * values.length * (values.length - 1)) / 4 ** seeds;
  return (
    bound <= chance &&
    values.some(({leads}) => leads.every(lead => lead > 0)) &&
    values.some(({leads}) => leads.every(lead => lead < 0))
  );
}
