import {generator} from '../../src/random/generator.js';
import {holm, SIGNIFICANCE} from '../../src/results/statistics/holm.js';
import {summarize} from '../../src/results/statistics/summary.js';
import {welch} from '../../src/results/statistics/welch.js';
import type {Rate} from './rate.js';
import {drawOf, type Shape} from './simulated.js';

const ROWS = 8;
const METRICS = 5;

/** How often a table of cells that differ by seeds alone has one that is beyond noise; the metrics of a row go together. */
export function diffsBeyondNoise(seeds: number, shape: Shape, runs: number): Rate {
  const draw = drawOf(shape, generator(1, 'diffs', seeds, shape));
  const side = (common: readonly number[]) => summarize(common.map(value => value + draw() / 2));
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const probabilities: number[] = [];
    for (let row = 0; row < ROWS; row++) {
      const [old, now] = [0, 1].map(() => Array.from({length: seeds}, draw));
      for (let metric = 0; metric < METRICS; metric++)
        probabilities.push(welch(side(old), side(now))?.probability ?? 1);
    }
    if (holm(probabilities).some(({adjusted}) => adjusted <= SIGNIFICANCE)) found++;
  }
  return {found, of: runs};
}
