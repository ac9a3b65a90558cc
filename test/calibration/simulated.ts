// Comparisons and diffs of made-up numbers whose truth is known.

import {logarithm} from '../../src/random/elementary.js';
import {type Generator, generator} from '../../src/random/generator.js';
import {compare} from '../../src/results/comparison/compare.js';
import type {Comparison} from '../../src/results/comparison/comparison.js';
import type {RunResults} from '../../src/results/run-results.js';
import {signFlipInterval} from '../../src/results/statistics/sign-flips.js';
import type {Rate} from './rate.js';

export const SHAPES = ['normal', 'skewed', 'heavy-tailed'] as const;
export type Shape = (typeof SHAPES)[number];

/** Draws of mean 0: normal; exponential less 1; Student's t of 3 degrees of freedom. */
export function drawOf(shape: Shape, {normal, uniform}: Generator): () => number {
  switch (shape) {
    case 'normal':
      return normal;
    case 'skewed':
      return () => -logarithm(1 - uniform()) - 1;
    case 'heavy-tailed':
      return () => {
        const squares = [normal(), normal(), normal()].reduce((sum, one) => sum + one * one, 0);
        return normal() / Math.sqrt(squares / 3);
      };
  }
}

/** How levels, seeds and combinations of other parameters make up a number. */
export interface Design {
  readonly seeds: number;
  readonly others: number;
  readonly levels: number;
  readonly shape: Shape;
}

/**
 * A run of which the levels differ by `shift` each. All trials of a seed share what the seed does; a level's trials of one seed
 * share what it makes of it in all combinations: what made further combinations look like further evidence.
 */
function madeRun({seeds, others, levels, shape}: Design, shift: number, run: number): RunResults {
  const draw = drawOf(shape, generator(run, 'calibration', seeds, others, levels, shape));
  const bySeed = Array.from({length: seeds}, draw);
  const byOther = Array.from({length: others}, draw);
  const combinations: {level: string; other: number}[] = [];
  const trials: unknown[] = [];
  for (let level = 0; level < levels; level++) {
    const bySeedHere = Array.from({length: seeds}, draw);
    for (let other = 0; other < others; other++) {
      const parameters = {level: `level ${level}`, other};
      combinations.push(parameters);
      for (let seed = 0; seed < seeds; seed++) {
        const rmse = 100 + level * shift + byOther[other] + bySeed[seed] + bySeedHere[seed] + draw() / 2;
        const id = `${level} ${other} ${seed}`;
        trials.push({id, parameters, seed, status: 'finished', metrics: {test: {rmse}}});
      }
    }
  }
  const resolved = combinations.map(parameters => ({parameters, experiment: {}, rows: {test: 'all'}}));
  // A margin of 0: what is said of nothing must not be saved by its being small.
  const comparison = {by: 'level', metric: 'test_rmse', margin: '0%'};
  return {
    combinations,
    seeds: bySeed.map((_, seed) => seed),
    trials,
    manifest: {comparison, experiment: {resolved}},
  } as unknown as RunResults;
}

export function saysBetter({differences}: Comparison): boolean {
  return differences.some(({verdict}) => verdict === 'better' || verdict === 'slightly better');
}

/** How often a parameter that changes nothing has some value that is better: at most 5 % of comparisons. */
export function falseBetter(design: Design, runs: number): Rate {
  let found = 0;
  for (let run = 0; run < runs; run++) if (saysBetter(compare(madeRun(design, 0, run), 'level', 'test_rmse'))) found++;
  return {found, of: runs};
}

/** How often a parameter that changes nothing is said to make the lead depend on it: at most 5 % of comparisons. */
export function falseInteraction(design: Design, runs: number): Rate {
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const {differences} = compare(madeRun(design, 0, run), 'level', 'test_rmse');
    if (differences.some(({evidence}) => (evidence?.interactions.length ?? 0) > 0)) found++;
  }
  return {found, of: runs};
}

/** How often all intervals of a comparison hold the true leads, where levels really differ. */
export function allCovered(design: Design, runs: number): Rate {
  const shift = 0.7;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const {differences} = compare(madeRun(design, shift, run), 'level', 'test_rmse');
    const levelOf = (value: unknown) => Number(String(value).slice('level '.length));
    const covered = differences.every(({better, worse, evidence}) => {
      if (!evidence?.interval) return true;
      const truth = shift * (levelOf(worse) - levelOf(better));
      return evidence.interval[0] <= truth && truth <= evidence.interval[1];
    });
    if (covered) found++;
  }
  return {found, of: runs};
}

/** How often the interval of one pair holds the mean that its leads are drawn with. */
export function coverage(seeds: number, shape: Shape, runs: number): Rate {
  const draw = drawOf(shape, generator(1, 'coverage', seeds, shape));
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const interval = signFlipInterval(Array.from({length: seeds}, draw), 0.05);
    if (!interval || (interval[0] <= 0 && interval[1] >= 0)) found++;
  }
  return {found, of: runs};
}
