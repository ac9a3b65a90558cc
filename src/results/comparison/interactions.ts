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
  const {count, at} = signPatterns(seeds);
  // The first pattern flips nothing.
  const threshold = squaredSums(deviations, at(0)) * (1 - 1e-12);
  if (threshold === 0) return 1;
  let extreme = 0;
  for (let pattern = 0; pattern < count; pattern++) {
    if (squaredSums(deviations, at(pattern)) >= threshold) extreme++;
    // Of what is chance, nobody asks how much.
    if (count > DRAWS && extreme >= MOST_EXTREMES && extreme >= 0.1 * pattern) return extreme / (pattern + 1);
  }
  return extreme / count;
}

function squaredSums(deviations: readonly Float64Array[], signs: Int8Array): number {
  let squares = 0;
  for (const deviation of deviations) {
    let sum = 0;
    for (let seed = 0; seed < signs.length; seed++) sum += signs[seed] * deviation[seed];
    squares += sum * sum;
  }
  return squares;
}

/** Among drawn patterns: 10 % of 1,000. */
const MOST_EXTREMES = 100;
const EXACT_UP_TO = 12;
const DRAWS = 20_000;

/** Signs of 1 and -1, pattern by pattern; the first one flips nothing. */
interface SignPatterns {
  readonly seeds: number;
  readonly count: number;
  at(pattern: number): Int8Array;
}

/** The patterns for one number of seeds; a comparison takes those of one number many times in a row. */
let drawn: SignPatterns | undefined;

/** All patterns of up to 12 seeds, else drawn ones. */
function signPatterns(seeds: number): SignPatterns {
  if (drawn?.seeds !== seeds) drawn = seeds <= EXACT_UP_TO ? allPatterns(seeds) : drawnPatterns(seeds);
  return drawn;
}

function allPatterns(seeds: number): SignPatterns {
  const patterns = Array.from({length: 2 ** seeds}, (_, pattern) =>
    Int8Array.from({length: seeds}, (_, seed) => ((pattern >> seed) & 1 ? -1 : 1)),
  );
  return {seeds, count: patterns.length, at: pattern => patterns[pattern]};
}

/** Drawn as they are asked for: mostly the first thousands tell enough. */
function drawnPatterns(seeds: number): SignPatterns {
  const random = generator(0, 'interaction', seeds);
  const patterns = [new Int8Array(seeds).fill(1)];
  return {
    seeds,
    count: DRAWS + 1,
    at(pattern) {
      while (patterns.length <= pattern) {
        const signs = new Int8Array(seeds);
        for (let seed = 0; seed < seeds; seed++) signs[seed] = random.integer(2) ? -1 : 1;
        patterns.push(signs);
      }
      return patterns[pattern];
    },
  };
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
