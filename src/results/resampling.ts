import {generator} from '../random/generator.js';

/** Thousands of pairs need fewer resamples, and would take long. */
function resamplesOf(count: number): number {
  return Math.round(Math.min(10_000, Math.max(1000, 5e6 / count)));
}

/** The draws for one count; comparisons take those of one count many times in a row. */
let drawn: {readonly count: number; readonly indices: Int32Array} | undefined;

function drawsFor(count: number): Int32Array {
  if (drawn?.count === count) return drawn.indices;
  const random = generator(0, 'bootstrap', count);
  const indices = new Int32Array(resamplesOf(count) * count);
  for (let draw = 0; draw < indices.length; draw++) indices[draw] = random.integer(count);
  drawn = {count, indices};
  return indices;
}

export type Interval = readonly [low: number, high: number];

/**
 * 95 % percentile bootstrap (Efron 1979) of the mean of values, and of the ratio of their mean to that of what each stands
 * against, over the same draws; seeded, so that it is the same every time.
 */
export function bootstrapIntervals(
  values: readonly number[],
  against: readonly number[],
): {readonly mean: Interval; readonly ratio: Interval} {
  const count = values.length;
  const indices = drawsFor(count);
  const resamples = indices.length / count;
  const means = new Float64Array(resamples);
  const ratios = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    let divisor = 0;
    for (let draw = resample * count; draw < (resample + 1) * count; draw++) {
      sum += values[indices[draw]];
      divisor += against[indices[draw]];
    }
    means[resample] = sum / count;
    ratios[resample] = sum / divisor;
  }
  return {mean: middle(means), ratio: middle(ratios)};
}

/** The middle 95 % of some values. */
function middle(values: Float64Array): Interval {
  const sorted = values.sort();
  return [sorted[Math.floor(0.025 * sorted.length)], sorted[Math.ceil(0.975 * sorted.length) - 1]];
}

const EXACT_UP_TO = 14;

/**
 * Two-sided paired permutation test of a mean of 0 (Fisher 1935): the share of sign patterns whose mean is at least as far
 * from 0. All patterns of up to 14 pairs, else up to 10,000 seeded ones.
 */
export function signFlipProbability(differences: readonly number[]): number {
  const count = differences.length;
  const total = differences.reduce((sum, value) => sum + value, 0);
  // Sums that are equal but for rounding count as equal.
  const threshold = Math.abs(total) * (1 - 1e-12);
  const isExtreme = (negative: (index: number) => boolean) =>
    Math.abs(differences.reduce((sum, value, index) => sum + (negative(index) ? -value : value), 0)) >= threshold;
  if (count <= EXACT_UP_TO) {
    let extreme = 0;
    for (let pattern = 0; pattern < 2 ** count; pattern++)
      if (isExtreme(index => ((pattern >> index) & 1) === 1)) extreme++;
    return extreme / 2 ** count;
  }
  const random = generator(0, 'sign flips', count);
  const draws = resamplesOf(count);
  let extreme = 1;
  for (let draw = 0; draw < draws; draw++) {
    let negative = 0;
    let bits = 0;
    for (let index = 0; index < count; index++) {
      if (index % 32 === 0) bits = random.integer(2 ** 32);
      // A product, since nobody can foresee a branch on a random bit.
      negative += ((bits >>> (index % 32)) & 1) * differences[index];
    }
    if (Math.abs(total - 2 * negative) >= threshold) extreme++;
  }
  return extreme / (draws + 1);
}
