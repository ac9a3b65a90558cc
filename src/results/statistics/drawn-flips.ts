import {generator} from '../../random/generator.js';
import {type Flips, roundingOf} from './flips.js';

/** Drawn patterns, each with the opposite one; always the same for one number of values. */
export function drawnFlips(values: readonly number[], draws: number): Flips {
  const means = drawnMeans(values, roundingOf(values), draws);
  let notAboveZero = 0;
  for (let index = 0; index < means.length; index++) if (means[index] <= 0) notAboveZero++;
  return {
    patterns: means.length + 1,
    exact: false,
    notAboveZero,
    ranked: rank => [smallest(means, rank, 1), -smallest(means, rank, -1)],
  };
}

/** The means of drawn subsets, of their complements, and of all values: with the empty subset they are as many as patterns. */
function drawnMeans(values: readonly number[], nothing: number, draws: number): Float64Array {
  const count = values.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  const bytes = Math.ceil(count / 8);
  const patterns = patternsFor(count, bytes, draws);
  // Eight values at a time: sums and counts of all their subsets are looked up.
  const sums = Array.from({length: bytes}, (_, byte) => sumsOfEight(values.slice(8 * byte, 8 * byte + 8)));
  const means = new Float64Array(2 * draws + 1);
  const mean = (sum: number, of: number) => (Math.abs(sum) <= nothing ? 0 : sum / of);
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    let size = 0;
    for (let byte = 0; byte < bytes; byte++) {
      const pattern = patterns[draw * bytes + byte];
      sum += sums[byte][pattern];
      size += BITS[pattern];
    }
    means[2 * draw] = mean(sum, size);
    means[2 * draw + 1] = mean(total - sum, count - size);
  }
  means[2 * draws] = mean(total, count);
  return means;
}

/** How many bits of a byte are set. */
const BITS = Uint8Array.from({length: 256}, (_, byte) => byte.toString(2).replaceAll('0', '').length);

function sumsOfEight(values: readonly number[]): Float64Array {
  const sums = new Float64Array(256);
  values.forEach((value, index) => {
    for (let subset = 0; subset < 2 ** index; subset++) sums[2 ** index + subset] = sums[subset] + value;
  });
  return sums;
}

/** The patterns for one count; comparisons take those of one count many times in a row. */
let drawn: {readonly count: number; readonly draws: number; readonly patterns: Uint8Array} | undefined;

function patternsFor(count: number, bytes: number, draws: number): Uint8Array {
  if (drawn?.count === count && drawn.draws === draws) return drawn.patterns;
  const random = generator(0, 'subsets', count);
  const patterns = new Uint8Array(draws * bytes);
  const last = 2 ** (count - 8 * (bytes - 1));
  for (let draw = 0; draw < draws; ) {
    let size = 0;
    for (let byte = 0; byte < bytes; byte++) {
      const pattern = random.integer(byte < bytes - 1 ? 256 : last);
      patterns[draw * bytes + byte] = pattern;
      size += BITS[pattern];
    }
    // The empty subset and the whole one are counted by themselves.
    if (size > 0 && size < count) draw++;
  }
  drawn = {count, draws, patterns};
  return patterns;
}

/** Every so many values are a sample that tells where a rank lies; odd, since subsets and their complements take turns. */
const SAMPLED = 61;

/** The value of a rank among sign * values, by sorting only those that a sample says may have it. */
function smallest(values: Float64Array, rank: number, sign: 1 | -1): number {
  const sample = new Float64Array(Math.ceil(values.length / SAMPLED));
  for (let index = 0; index < sample.length; index++) sample[index] = sign * values[index * SAMPLED];
  sample.sort();
  const expected = rank / SAMPLED;
  const limit = sample[Math.ceil(expected + 6 * Math.sqrt(expected) + 6)] ?? Number.POSITIVE_INFINITY;
  const below = upTo(limit, values, sign);
  return (below.length >= rank ? below : upTo(Number.POSITIVE_INFINITY, values, sign)).sort()[rank - 1];
}

function upTo(limit: number, values: Float64Array, sign: 1 | -1): Float64Array {
  const found = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = sign * values[index];
    if (value <= limit) found[count++] = value;
  }
  return found.subarray(0, count);
}
