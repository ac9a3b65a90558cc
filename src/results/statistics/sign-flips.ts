import {meanOf} from '../../data/statistics.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {generator} from '../../random/generator.js';
import {allFlips} from './all-flips.js';
import {drawnFlips} from './drawn-flips.js';
import type {Flips, Interval} from './flips.js';

/** Fewer drawn subsets that are as extreme say too little about how rare they are. */
const FEWEST_EXTREMES = 20;
const TILTED_DRAWS = 20_000;

/**
 * Two-sided sign-flip permutation test of a mean of 0 (Fisher, The Design of Experiments, 1935, section 21; SciPy's
 * permutation_test with permutation_type='samples'): the share of all sign patterns whose sum is at least as far from 0.
 * All patterns of up to 20 values; beyond, drawn ones, and where few of those are as extreme, patterns drawn from where
 * they are extreme, so that p is never what the number of draws allows. `values` come from independent seeds; `finest` is the
 * smallest level that they are held against.
 */
export function signFlipProbability(values: readonly number[], finest = 0.05): number {
  const mean = meanOf(values);
  if (values.length === 0 || mean === 0) return 1;
  const ahead = mean > 0 ? values : values.map(value => -value);
  const {patterns, notAboveZero, exact} = flipsOf(ahead, finest);
  // Held against finer levels than enough patterns can be drawn for, p must be what the interval counts, too.
  const isCountedBelow = exact || (patterns * finest) / 2 < FEWEST_EXTREMES;
  // Either way: a pattern and the opposite one.
  const counted = Math.min(1, (2 * (1 + notAboveZero)) / patterns);
  if (isCountedBelow || notAboveZero >= FEWEST_EXTREMES) return counted;
  return Math.min((2 * FEWEST_EXTREMES) / patterns, tiltedProbability(ahead));
}

/**
 * The interval that inverts signFlipProbability: all means that values of this kind could have without being rejected at
 * `level` (0.05 for 95 %). Its ends are means of subsets of the values (Hartigan, Using subsample values as typical values,
 * 1969). Null for too few values: nothing could be rejected.
 */
export function signFlipInterval(values: readonly number[], level: number, finest = level): Interval | null {
  if (values.length < fewestValues(level)) return null;
  const flips = flipsOf(values, finest);
  // The small addition undoes the rounding of products such as 0.05 / 3 * 3.
  return flips.ranked(Math.max(1, Math.floor((level * flips.patterns) / 2 + 1e-9)));
}

const EXACT_UP_TO = 20;
/** Each is there with its complement. */
const FEWEST_DRAWS = 100_000;
const MOST_DRAWS = 2_000_000;

/** How many patterns are drawn: enough that FEWEST_EXTREMES of them are beyond the finest level, within reason. */
function flipsOf(values: readonly number[], finest: number): Flips {
  if (values.length <= EXACT_UP_TO) return allFlips(values);
  return drawnFlips(values, Math.min(MOST_DRAWS, Math.max(FEWEST_DRAWS, Math.ceil(FEWEST_EXTREMES / finest))));
}

/** The fewest values of which some could be rejected at a level: 6 at 0.05, since 2 / 2^5 is more than that. */
export function fewestValues(level: number): number {
  return Math.ceil(logarithm(2 / level) / logarithm(2) - 1e-9);
}

/**
 * The same probability by importance sampling: signs are drawn with the odds exp(2 t x) that make the values' own sum the
 * expected one, and weighted back (Siegmund 1976). Its relative error is about 2 %, however small the probability is.
 */
function tiltedProbability(ahead: readonly number[]): number {
  const total = ahead.reduce((sum, value) => sum + value, 0);
  const sizes = ahead.map(Math.abs).filter(size => size > 0);
  const most = sizes.reduce((sum, size) => sum + size, 0);
  if (total >= most * (1 - 1e-12)) return 2 ** (1 - sizes.length);
  const tilt = tiltTo(total, sizes);
  const ups = sizes.map(size => 1 / (1 + exponential(-2 * tilt * size)));
  const logNormal = sizes.reduce(
    (sum, size) => sum + tilt * size + logarithm((1 + exponential(-2 * tilt * size)) / 2),
    0,
  );
  const random = generator(0, 'tilted sign flips', sizes.length);
  const threshold = total * (1 - 1e-12);
  let weights = 0;
  for (let draw = 0; draw < TILTED_DRAWS; draw++) {
    let sum = 0;
    for (let index = 0; index < sizes.length; index++) sum += random.chance(ups[index]) ? sizes[index] : -sizes[index];
    if (sum >= threshold) weights += exponential(logNormal - tilt * sum);
  }
  return (2 * weights) / TILTED_DRAWS;
}

/** The t at which signs drawn with the odds exp(2 t x) have this expected sum. */
function tiltTo(total: number, sizes: readonly number[]): number {
  const expected = (tilt: number) =>
    sizes.reduce((sum, size) => sum + size * (2 / (1 + exponential(-2 * tilt * size)) - 1), 0);
  let low = 0;
  let high = 1 / sizes.reduce((a, b) => Math.max(a, b));
  for (let doubling = 0; doubling < 200 && expected(high) < total; doubling++) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (expected(middle) < total) low = middle;
    else high = middle;
  }
  return high;
}
