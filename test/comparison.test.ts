import picocolors from 'picocolors';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {generator} from '../src/random/generator.js';
import {comparisonText} from '../src/report/comparison-text.js';
import {compare} from '../src/results/comparison.js';
import {bootstrapIntervals, signFlipProbability} from '../src/results/resampling.js';
import type {RunResults} from '../src/results/run-results.js';
import {summarize} from '../src/results/summary.js';
import {close, fixture} from './numbers.js';

fixture<{differences: readonly number[]; probability: number}>('scipy-permutation').forEach(
  ({differences, probability}, index) => {
    test(`the permutation test equals SciPy's, case ${index}`, () => {
      close([signFlipProbability(differences)], [probability], 1e-12, 'p');
    });
  },
);

test('many pairs are sampled: near the exact value, the same every time', () => {
  const {normal} = generator(2, 'test');
  const differences = Array.from({length: 14}, () => normal() + 0.4);
  const exact = signFlipProbability(differences);
  // Two halves of each difference leave the mean as it is, and make 28 pairs.
  const many = [...differences, ...differences];
  assert.is(signFlipProbability(many), signFlipProbability(many));
  assert.ok(signFlipProbability(many) < exact);
});

test('the bootstrap interval covers the mean about 95 times of 100', () => {
  const {normal} = generator(3, 'test');
  let covered = 0;
  for (let run = 0; run < 200; run++) {
    const values = Array.from({length: 30}, normal);
    const [low, high] = bootstrapIntervals(values, values).mean;
    if (low <= 0 && high >= 0) covered++;
  }
  // 200 draws of 0.93 (percentile intervals of 30 values are a little narrow) lie within 4 deviations.
  assert.ok(covered > 170 && covered < 199, `${covered} of 200`);
});

test('a lead that is the same share of every other value has no other relative interval', () => {
  const against = [3, 8, 1, 5, 9, 2, 7];
  const {mean, ratio} = bootstrapIntervals(
    against.map(value => value / 4),
    against,
  );
  assert.equal(ratio, [0.25, 0.25]);
  assert.ok(mean[0] < mean[1]);
});

test('mean and deviation, without what is missing', () => {
  assert.equal(summarize([1, null, 3]), {count: 2, mean: 2, deviation: Math.SQRT2});
  assert.equal(summarize([5]), {count: 1, mean: 5, deviation: null});
  assert.equal(summarize([null]), {count: 0, mean: null, deviation: null});
});

/** A run whose trials have the given test_rmse (or r2) per activation; a seed is a place in the list; null failed. */
function run(values: Readonly<Record<string, readonly (number | null)[]>>, metric = 'rmse'): RunResults {
  const trials = Object.entries(values).flatMap(([activation, list]) =>
    list.map((value, seed) => ({
      id: `${activation}${seed}`,
      parameters: {activation},
      seed,
      status: value === null ? 'failed' : 'finished',
      metrics: {test: {[metric]: value}},
      error: {type: 'diverged', message: 'diverged'},
    })),
  );
  const combinations = Object.keys(values).map(activation => ({activation}));
  return {combinations, trials} as unknown as RunResults;
}

const tell = (results: RunResults, metric = 'test_rmse') =>
  comparisonText(compare(results, 'activation', metric), picocolors.createColors(false));

test('a lead in every one of six pairs is a difference', () => {
  const text = tell(run({tanh: [2, 3, 4, 5, 6, 7], linear: [1, 2.1, 2.9, 4, 5.2, 5.9]}));
  assert.match(
    text,
    /^activation: linear is better than tanh: test_rmse 3\.5 ± 1\.9 against 4\.5 ± 1\.9, a lead of 0\.9833 \(22 %\), 95 % interval .*; ahead in 6 of 6 pairs, p = 0\.031\.\n$/,
  );
});

test('a lead in some pairs is none', () => {
  assert.match(
    tell(run({linear: [1, 5, 1, 5, 1, 5], tanh: [2, 4, 2, 4, 2, 4.5]})),
    "linear and tanh can't be told apart",
  );
});

test('five pairs are too few, whatever they say', () => {
  assert.match(
    tell(run({linear: [1, 1, 1, 1, 1], tanh: [9, 9, 9, 9, 9]})),
    'linear is ahead of tanh, but there are too few seeds to tell (5 pairs; it takes 6)',
  );
});

test('where more is better, more is better', () => {
  const text = tell(
    run({linear: [0.1, 0.2, 0.3, 0.1, 0.2, 0.3], tanh: [0.5, 0.6, 0.7, 0.5, 0.6, 0.8]}, 'r2'),
    'test_r2',
  );
  assert.match(text, 'tanh is better than linear');
});

test('a failed trial takes its pair along', () => {
  const [difference] = compare(run({linear: [1, null, 3], tanh: [2, 3, null]}), 'activation', 'test_rmse').differences;
  assert.is(difference.pairs, 1);
});

test('nothing to compare is said', () => {
  assert.match(tell(run({linear: [1, 2], tanh: [null, null]})), 'fewer than two values have a finished trial');
});

test.run();
