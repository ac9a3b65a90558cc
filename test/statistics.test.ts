// The statistics behind verdicts, against SciPy, statsmodels and scikit-learn (fixtures/make_statistics.py).
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {fitScaling} from '../src/data/7-standardize/index.js';
import {statistics} from '../src/data/statistics.js';
import {generator} from '../src/random/generator.js';
import {interactionProbability} from '../src/results/comparison/interactions.js';
import {holm} from '../src/results/statistics/holm.js';
import {seedsNeeded} from '../src/results/statistics/seeds-needed.js';
import {fewestValues, signFlipInterval, signFlipProbability} from '../src/results/statistics/sign-flips.js';
import {criticalT} from '../src/results/statistics/student-t.js';
import {summarize} from '../src/results/statistics/summary.js';
import {welch} from '../src/results/statistics/welch.js';
import {close, fixture} from './numbers.js';
import {root} from './rig.js';

const document = (name: string) => JSON.parse(readFileSync(join(root, 'test', 'fixtures', `${name}.json`), 'utf8'));

interface FlipsCase {
  readonly differences: readonly number[];
  readonly level: number;
  readonly probability: number;
  readonly interval: readonly [number, number] | null;
}

fixture<FlipsCase>('scipy-sign-flips').forEach(({differences, level, probability, interval}, index) => {
  test(`the sign-flip test equals SciPy's permutation_test, and the interval is what inverts it, case ${index}`, () => {
    close([signFlipProbability(differences)], [probability], 1e-12, 'p');
    const own = signFlipInterval(differences, level);
    if (interval === null) assert.is(own, null);
    else close(own ?? [], interval, 1e-9, 'interval');
  });
});

test('all 2^20 patterns of 20 seeds count', () => {
  const {differences, probability} = document('numpy-sign-flips');
  close([signFlipProbability(differences)], [probability], 1e-12, 'p');
});

test('beyond 20 seeds p is near the exact one, however small it is', () => {
  const cases = fixture<Pick<FlipsCase, 'differences' | 'probability'>>('exact-sign-flips');
  assert.ok(cases.some(({probability}) => probability < 1e-7));
  for (const {differences, probability} of cases) {
    const own = signFlipProbability(differences);
    assert.ok(Math.abs(own / probability - 1) < 0.1, `${own} instead of ${probability}`);
    assert.is(signFlipProbability(differences), own);
    assert.is(signFlipProbability(differences.map(value => -value)), own);
  }
});

test('the interval leaves out 0 exactly where p is at most the level', () => {
  const {normal, integer} = generator(4, 'test');
  let left = 0;
  for (let run = 0; run < 600; run++) {
    const count = 2 + integer(run % 20 === 0 ? 30 : 12);
    const whole = run % 3 === 0;
    const values = Array.from({length: count}, () => (whole ? Math.round(2 * normal() + 1) : normal() + 1));
    const level = [0.05, 0.05 / 3, 1e-4][run % 3];
    const interval = signFlipInterval(values, level);
    const out = interval !== null && (interval[0] > 0 || interval[1] < 0);
    assert.is(out, signFlipProbability(values, level) <= level, JSON.stringify({values, level, interval}));
    if (out) left++;
  }
  assert.ok(left > 50 && left < 550, `${left}`);
});

test('they agree at the levels of many values, too', () => {
  const {normal} = generator(6, 'test');
  for (const values of [60, 100])
    for (let run = 0; run < 6; run++) {
      const level = 0.05 / ((values * (values - 1)) / 2);
      const leads = Array.from({length: 25}, () => normal() + 1);
      const interval = signFlipInterval(leads, level);
      assert.is((interval?.[0] ?? 0) > 0, signFlipProbability(leads, level) <= level, `${values} values, run ${run}`);
    }
});

test('few seeds can reject nothing', () => {
  assert.equal([0.05, 0.05 / 3, 0.05 / 15].map(fewestValues), [6, 7, 10]);
  assert.is(signFlipInterval([1, 2, 3, 4, 5], 0.05), null);
  close(signFlipInterval([1, 2, 3, 4, 5, 6], 0.05) ?? [], [1, 6], 1e-14, 'interval');
  assert.is(signFlipProbability([0, 0, 0]), 1);
});

test('the test of an interaction equals NumPy’s over all patterns; of two values it is the sign-flip test', () => {
  for (const {leads, probability} of fixture<{leads: number[][]; probability: number}>('numpy-interactions')) {
    const values = leads.map((own, value) => ({value, leads: own}));
    close([interactionProbability({parameter: 'p', values})], [probability], 1e-12, 'p');
    if (leads.length === 2)
      close([signFlipProbability(leads[0].map((lead, seed) => lead - leads[1][seed]))], [probability], 1e-12, 'p');
  }
});

test("Holm's correction equals statsmodels'", () => {
  const cases = fixture<{probabilities: number[]; adjusted: number[]; rejected: boolean[]}>('statsmodels-holm');
  for (const {probabilities, adjusted, rejected} of cases) {
    const steps = holm(probabilities);
    close(
      steps.map(step => step.adjusted),
      adjusted,
      1e-12,
      'adjusted',
    );
    assert.equal(
      steps.map(step => step.adjusted <= 0.05),
      rejected,
    );
    for (const [index, {level}] of steps.entries()) assert.is(probabilities[index] <= level, rejected[index]);
  }
});

test("seeds that are needed are those of statsmodels' power, to within one", () => {
  for (const {size, level, seeds} of fixture<{size: number; level: number; seeds: number}>('statsmodels-power')) {
    // Two leads whose mean is `size` deviations from 0.
    const leads = [size - Math.SQRT1_2, size + Math.SQRT1_2];
    const own = seedsNeeded(leads, level, 2) ?? 0;
    assert.ok(Math.abs(own - seeds) <= 1, `${own} instead of ${seeds} for ${size} at ${level}`);
  }
  assert.is(seedsNeeded([1], 0.05, 6), null);
  assert.is(seedsNeeded([-1, 1], 0.05, 6), null);
  assert.is(seedsNeeded([1, 1, 1], 0.05, 6), 6);
  assert.is(seedsNeeded([1, -0.9999], 0.05, 6), null);
});

interface Student {
  readonly critical: readonly {freedom: number; chance: number; t: number}[];
  readonly differences: readonly {old: number[]; new: number[]; interval: [number, number]; probability: number}[];
}

test("Student's t and the difference of two means equal SciPy's", () => {
  const {critical, differences}: Student = document('scipy-student-t');
  assert.ok(critical.length > 30 && differences.length > 4);
  for (const {freedom, chance, t} of critical) close([criticalT(freedom, chance)], [t], 1e-9, `t of ${freedom}`);
  for (const {old, new: now, interval, probability} of differences) {
    const own = welch(summarize(old), summarize(now));
    close(own?.interval ?? [], interval, 1e-9, 'interval');
    if (old.length === now.length) close([own?.probability ?? 1], [probability], 1e-9, 'p');
    else assert.ok((own?.probability ?? 0) >= probability, 'p of unequal counts is at least as large');
  }
});

test('one trial has no spread, equal ones none to speak of', () => {
  assert.is(welch(summarize([1]), summarize([1, 2])), null);
  assert.equal(welch(summarize([1, 1]), summarize([2, 2])), {interval: [1, 1], probability: 2 / 6});
  close([welch(summarize([1, 1, 1, 1, 1]), summarize([2, 2, 2, 2, 2]))?.probability ?? 1], [2 / 252], 1e-12, 'p');
  assert.equal(welch(summarize([1, 1]), summarize([1, 1])), {interval: [0, 0], probability: 1});
});

test('mean and deviation, without what is missing', () => {
  assert.equal(summarize([1, null, 3]), {count: 2, mean: 2, deviation: Math.SQRT2});
  assert.equal(summarize([5]), {count: 1, mean: 5, deviation: null});
  assert.equal(summarize([null]), {count: 0, mean: null, deviation: null});
});

test("a nearly constant column has scale 1 where scikit-learn's has", () => {
  for (const {column, scale} of fixture<{column: number[]; scale: number}>('sklearn-constant')) {
    const values = Float64Array.from(column);
    close([fitScaling({type: 'z-score'}, values).formula.scale], [scale], 1e-6, `scale of ${column.slice(0, 3)}`);
    const {minimum, mean, maximum} = statistics(values);
    assert.ok(minimum <= mean && mean <= maximum);
  }
});

test('a constant column has its value as mean and scale 1, whatever value and length', () => {
  const {normal, integer} = generator(5, 'test');
  for (let run = 0; run < 3000; run++) {
    const value = normal() * 10 ** (integer(20) - 10);
    assert.equal(fitScaling({type: 'z-score'}, new Float64Array(2 + integer(400)).fill(value)).formula, {
      kind: 'affine',
      offset: value,
      scale: 1,
    });
  }
});

test.run();
