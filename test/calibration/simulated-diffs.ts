import {type Generator, generator} from '../../src/random/generator.js';
import {holm, SIGNIFICANCE} from '../../src/results/statistics/holm.js';
import {summarize} from '../../src/results/statistics/summary.js';
import {welch} from '../../src/results/statistics/welch.js';
import type {Rate} from './rate.js';
import {drawOf, type Shape} from './simulated.js';

/** Nearly all of 20 windows, as directional accuracy may be: few values, and often the same for all seeds. */
function shareOfWindows({chance}: Generator): () => number {
  return () => Array.from({length: 20}, () => (chance(0.95) ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0) / 20;
}

/** Seeds of the old run and of the new one. */
export type Sides = readonly [old: number, now: number];

const ROWS = 8;
const METRICS = 5;

/** How often a table of cells that differ by seeds alone has one that is beyond noise; the metrics of a row go together. */
export function diffsBeyondNoise([old, now]: Sides, shape: Shape | 'share', runs: number): Rate {
  const random = generator(1, 'diffs', old, now, shape);
  const draw = shape === 'share' ? shareOfWindows(random) : drawOf(shape, random);
  // A share of windows is a metric by itself; the others of a row go together.
  const side = (common: readonly number[]) =>
    summarize(common.map(value => (shape === 'share' ? draw() : value + draw() / 2)));
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const probabilities: number[] = [];
    for (let row = 0; row < ROWS; row++) {
      const [before, after] = [old, now].map(seeds => Array.from({length: seeds}, draw));
      for (let metric = 0; metric < METRICS; metric++)
        probabilities.push(welch(side(before), side(after))?.probability ?? 1);
    }
    if (holm(probabilities).some(({adjusted}) => adjusted <= SIGNIFICANCE)) found++;
  }
  return {found, of: runs};
}
