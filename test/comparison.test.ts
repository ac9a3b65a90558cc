// What the comparison says of made-up numbers: one lead per seed, failed trials, many levels, margins, other rows.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {comparisonMarkdown, comparisonText} from '../src/presentation/comparison-text.js';
import {plainStyle} from '../src/presentation/style.js';
import {compare} from '../src/results/comparison/compare.js';
import type {RunResults} from '../src/results/run-results.js';

/** A number, or null for a trial that failed. */
type Measured = number | null;

interface Made {
  readonly metric?: string;
  readonly comparison?: Record<string, unknown>;
  /** Of each combination, in the order of `values`. */
  readonly rows?: readonly string[];
  readonly shared?: {readonly name: string; readonly rows: number};
}

/** A run with the given test metric per combination and seed: a seed is a place in a list. */
function run(
  values: readonly (readonly [Readonly<Record<string, unknown>>, readonly Measured[]])[],
  {metric = 'rmse', comparison, rows, shared}: Made = {},
): RunResults {
  const trials = values.flatMap(([parameters, list], at) =>
    list.map((value, seed) => ({
      id: `${at}-${seed}`,
      parameters,
      seed,
      ...(value === null
        ? {status: 'failed', error: {type: 'diverged', message: 'diverged: the loss became NaN in epoch 2'}}
        : {
            status: 'finished',
            metrics: {test: {[metric]: value}},
            ...(shared ? {shared: {test: {...shared, metrics: {[metric]: value}}}} : {}),
          }),
    })),
  );
  const resolved = values.map(([parameters], index) => ({
    parameters,
    experiment: {},
    rows: {train: '', validation: '', test: rows?.[index] ?? 'same'},
  }));
  return {
    combinations: values.map(([parameters]) => parameters),
    seeds: [...(values[0]?.[1] ?? [])].map((_, seed) => seed),
    trials,
    manifest: {comparison: comparison ?? null, experiment: {resolved}},
  } as unknown as RunResults;
}

const byActivation = (lists: Readonly<Record<string, readonly Measured[]>>, made?: Made) =>
  run(
    Object.entries(lists).map(([activation, list]) => [{activation}, list] as const),
    made,
  );
const tell = (results: RunResults, metric = 'test_rmse', by = 'activation') =>
  comparisonText(compare(results, by, metric), plainStyle);

test('a lead in every one of six seeds is a difference', () => {
  const text = tell(byActivation({tanh: [2, 3, 4, 5, 6, 7], linear: [1, 2.1, 2.9, 4, 5.2, 5.9]}));
  assert.is(
    text,
    'activation: linear is better than tanh: test_rmse 3.5 ± 1.9 against 4.5 ± 1.9, a lead of 0.9833 (22 %), 95 % interval 0.8000 to 1.100; ahead in 6 of 6 seeds, p = 0.031.\n',
  );
});

test('a lead in some seeds is none, and ties are nobody’s', () => {
  const text = tell(byActivation({linear: [1, 5, 1, 5, 1, 5, 3], tanh: [2, 4, 2, 4, 2, 4.5, 3]}));
  assert.match(text, "linear and tanh can't be told apart");
  assert.match(text, 'ahead in 3 of 7 seeds, tied in 1, p = ');
});

test('other parameters’ combinations are no further evidence: one lead per seed', () => {
  const rates = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const one = run(
    ['linear', 'tanh'].flatMap(activation =>
      rates.map(rate => [{activation, rate}, [rate + (activation === 'tanh' ? 1 : 0)]] as const),
    ),
  );
  assert.match(
    tell(one),
    'linear is ahead of tanh, but there are too few seeds to tell (1 seed; it takes at least 6; one seed has no spread to say how many)',
  );
  const [{evidence, verdict}] = compare(one, 'activation', 'test_rmse').differences;
  assert.is(verdict, 'too few seeds');
  assert.is(evidence?.seeds, 1);
  const six = run(
    ['linear', 'tanh'].flatMap(activation =>
      rates.map(rate => {
        const shift = activation === 'tanh' ? 1 : 0;
        return [{activation, rate}, [1, 2, 3, 4, 5, 6].map(seed => seed + rate * shift)] as const;
      }),
    ),
  );
  const [difference] = compare(six, 'activation', 'test_rmse').differences;
  assert.is(difference.evidence?.seeds, 6);
  assert.ok(Math.abs((difference.evidence?.lead ?? 0) - 0.35) < 1e-12);
  assert.equal(difference.averagedOver, ['rate']);
});

test('too few seeds: how many would be enough for the spread so far', () => {
  assert.match(
    tell(byActivation({linear: [1, 1, 1, 1, 1], tanh: [9, 9, 9, 9, 9]})),
    'linear is ahead of tanh, but there are too few seeds to tell (5 seeds; it takes at least 6, which is probably enough for the spread so far)',
  );
  assert.match(
    tell(byActivation({linear: [1, 2, 3, 4], tanh: [2, 1.5, 4, 4.5]})),
    /\(4 seeds; it takes at least 6, and probably 1\d for the spread so far\)/,
  );
});

test('an interaction is named with its numbers, and averages are called averages', () => {
  const noise = [0.1, -0.1, 0.2, -0.2, 0.05, -0.05, 0.15, -0.15];
  const list = (level: number) => noise.map((value, seed) => level + value * (1 + seed / 10));
  const turned = run([
    [{activation: 'linear', window: 10}, list(1)],
    [{activation: 'linear', window: 20}, list(5)],
    [{activation: 'tanh', window: 10}, list(4).reverse()],
    [{activation: 'tanh', window: 20}, list(4).reverse()],
  ]);
  const text = tell(turned);
  assert.match(text, 'linear is better than tanh on average');
  assert.match(text, /The lead depends on window: ahead by 3\.\d+ at 10, behind by 1\.0\d+ at 20 \(p = 0\.0078\)/);
  const alike = run([
    [{activation: 'linear', window: 10}, list(1)],
    [{activation: 'linear', window: 20}, list(2)],
    [{activation: 'tanh', window: 10}, list(4).reverse()],
    [{activation: 'tanh', window: 20}, list(5).reverse()],
  ]);
  assert.not.match(tell(alike), 'depends');
});

test('with too few seeds a lead that turns in every seed is told, where that is unlikely by chance', () => {
  const turned = (seeds: number) =>
    tell(
      run([
        [{activation: 'linear', window: 10}, [1, 1.1, 1].slice(0, seeds)],
        [{activation: 'linear', window: 20}, [5, 5.1, 5].slice(0, seeds)],
        [{activation: 'tanh', window: 10}, [4, 4, 4].slice(0, seeds)],
        [{activation: 'tanh', window: 20}, [4, 4, 4].slice(0, seeds)],
      ]),
    );
  assert.match(turned(3), 'ahead by 2.967 at 10, behind by 1.033 at 20 (in every seed so far)');
  assert.not.match(turned(2), 'depends');
});

test('where more is better, more is better; r2 has no percent', () => {
  const text = tell(
    byActivation({linear: [0.1, 0.2, 0.3, 0.1, 0.2, 0.3], tanh: [0.5, 0.6, 0.7, 0.5, 0.6, 0.8]}, {metric: 'r2'}),
    'test_r2',
  );
  assert.match(text, 'tanh is better than linear');
  assert.not.match(text, ' %)');
});

test('a level of which trials failed is never better; numbers are of the seeds that both finished', () => {
  const results = byActivation({
    linear: [1, 1.1, 1.2, 1, 1.1, 1.2, null, null],
    tanh: [2, 2.2, 2.1, 2, 2.1, 2.3, 99, 99],
  });
  const text = tell(results);
  assert.match(
    text,
    'linear is ahead of tanh where both finished, but is not called better, since 2 of its 8 trials failed: test_rmse 1.100 ± 0.089 against 2.12 ± 0.12',
  );
  assert.match(
    text,
    'ahead in 6 of 6 seeds, p = 0.031. 2 of 8 trials of linear failed (diverged: the loss became NaN in epoch 2); tanh finished all of the same. Compared on the 6 of 8 seeds that both finished in every combination.',
  );
  assert.is(compare(results, 'activation', 'test_rmse').differences[0].verdict, 'trials failed');
});

test('the worse one’s failures don’t speak against the better one', () => {
  const text = tell(byActivation({linear: [1, 1.1, 1, 1.2, 1, 1.1, 1], tanh: [2, 2.1, 2, 2.2, 2.3, 2, null]}));
  assert.match(text, 'linear is better than tanh');
  assert.match(text, '1 of 7 trials of tanh failed');
});

test('a level that failed everywhere stays, as the last', () => {
  const results = byActivation({tanh: [null, null], linear: [1, 2]});
  const {levels, differences} = compare(results, 'activation', 'test_rmse');
  assert.equal(
    levels.map(({value}) => value),
    ['linear', 'tanh'],
  );
  assert.equal([differences[0].better, differences[0].verdict], ['linear', 'no shared seed']);
  assert.match(
    tell(results),
    'linear and tanh have no seed that both finished in every combination, so there is no number to compare. 2 of 2 trials of tanh failed (diverged: the loss became NaN in epoch 2); linear finished all of the same.',
  );
});

test('six levels: p, intervals and verdicts are corrected for all fifteen pairs', () => {
  const base = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const levels = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => [
      name,
      base.map((value, seed) => value + ((seed * 7 + index * 3) % 5) / 10),
    ]),
  );
  levels.a = base.map(value => value - 5);
  const comparison = compare(byActivation(levels), 'activation', 'test_rmse');
  assert.is(comparison.family, 15);
  assert.is(comparison.differences.length, 15);
  for (const {evidence, better, verdict} of comparison.differences) {
    if (better === 'a') {
      assert.is(verdict, 'better');
      assert.ok((evidence?.adjustedProbability ?? 1) >= 11 * (evidence?.probability ?? 1));
    } else assert.is.not(verdict, 'better');
    const out = (evidence?.interval?.[0] ?? 0) > 0;
    assert.is(out, (evidence?.adjustedProbability ?? 1) <= 0.05);
  }
  assert.match(comparisonMarkdown(comparison), 'verdict');
  // Nine seeds can't reach 0.05 / 15.
  const few = Object.fromEntries(Object.entries(levels).map(([name, list]) => [name, list.slice(0, 9)]));
  for (const {verdict, evidence} of compare(byActivation(few), 'activation', 'test_rmse').differences) {
    assert.is(verdict, 'too few seeds');
    assert.is(evidence?.fewestSeeds, 10);
  }
});

test('of very many levels the best one is told against the next ones, corrected as if all pairs were told', () => {
  const levels = Object.fromEntries(
    Array.from({length: 25}, (_, index) => [`v${index}`, [1, 2, 3, 4].map(value => value + index)]),
  );
  const {differences, family} = compare(byActivation(levels), 'activation', 'test_rmse');
  assert.is(differences.length, 20);
  assert.is(family, 300);
});

const noise = [0.001, -0.001, 0.002, -0.002, 0.0015, -0.0005, 0.001, -0.001];
const leads = (lead: number) => ({
  linear: noise.map(value => 100 + value),
  tanh: noise.map((value, seed) => 100 + lead + noise[(seed + 3) % 8] - value / 2),
});

test('a lead inside of the margin is practically the same, one that reaches into it slightly better', () => {
  assert.match(
    tell(byActivation(leads(0.5))),
    /linear and tanh are practically the same: .* The interval lies inside of the margin of 1\.005 \(1\.0 %\)\./,
  );
  assert.match(
    tell(byActivation(leads(1.0085))),
    /linear is slightly better than tanh: .* The interval reaches into the margin of 1\.010 \(1\.00? %\)\./,
  );
  assert.match(tell(byActivation(leads(2))), 'linear is better than tanh');
  const asked = (margin: string | number) => ({comparison: {by: 'activation', metric: 'test_rmse', margin}});
  assert.match(tell(byActivation(leads(0.5), asked('0%'))), 'linear is better than tanh');
  assert.match(tell(byActivation(leads(2), asked('5%'))), 'practically the same');
  assert.match(tell(byActivation(leads(2), asked(3))), 'practically the same');
});

test('equal numbers are practically the same, ahead in none', () => {
  const same = [1, 2, 3, 4, 5, 6];
  const text = tell(byActivation({linear: same, tanh: same}));
  assert.match(text, 'practically the same');
  assert.match(text, 'ahead in 0 of 6 seeds, tied in 6');
});

test('no percent of a mean near 0', () => {
  const near = byActivation({linear: [-1, 1, -1, 1, -1, 1.1], tanh: [1, 3, 1, 3, 1, 3]}, {metric: 'mape'});
  const [{evidence}] = compare(near, 'activation', 'test_mape').differences;
  assert.is(evidence?.relativeLead === null, false);
  const worse = byActivation({linear: [-3, -1, -3, -1, -3, -1], tanh: [-1, 1, -1, 1, -1, 1.1]}, {metric: 'mape'});
  assert.is(compare(worse, 'activation', 'test_mape').differences[0].evidence?.relativeLead, null);
});

test('levels that were measured on other rows have no verdict, unless rows are known that they share', () => {
  const values = {linear: [1, 1.1, 1, 1.2, 1, 1.1], tanh: [2, 2.1, 2, 2.2, 2.3, 2]};
  assert.match(
    tell(byActivation(values, {rows: ['a', 'b']})),
    'linear and tanh have no verdict: they are measured on different target rows, and it was not noted which ones they share.',
  );
  const text = tell(byActivation(values, {rows: ['a', 'b'], shared: {name: 'ab', rows: 34}}));
  assert.match(text, 'linear is better than tanh');
  assert.match(text, 'Compared on the 34 target rows that all combinations share.');
  assert.match(
    tell(byActivation(values, {rows: ['a', 'b'], shared: {name: 'ab', rows: 1}})),
    'they are measured on different target rows, of which all combinations share only 1.',
  );
});

test('leads at values that are measured on other rows are held against each other on shared ones only', () => {
  const list = [1, 1.1, 0.9, 1.05, 0.95, 1.2, 0.8, 1.15];
  const values = (['linear', 'tanh'] as const).flatMap(activation =>
    [1, 7].map(
      stride =>
        [{activation, stride}, list.map(value => value * stride + (activation === 'tanh' ? stride : 0))] as const,
    ),
  );
  const rows = ['a', 'b', 'a', 'b'];
  // Rows of stride 7 are other rows: that its leads are larger says nothing of the stride.
  assert.not.match(tell(run(values, {rows})), 'depends');
  assert.match(tell(run(values)), 'The lead depends on stride: 1.000 at 1, 7.000 at 7');
});

test('of many levels the best one of which no trial failed is told against others like it', () => {
  const levels = Object.fromEntries(
    Array.from({length: 40}, (_, index) => [
      `v${index}`,
      [1, 2, 3, 4].map(value => (index < 18 || value < 2 ? value + index : null)),
    ]),
  );
  const {differences} = compare(byActivation(levels), 'activation', 'test_rmse');
  assert.is(differences.filter(({worse}) => Number(String(worse).slice(1)) < 18).length, 17);
  for (const {better} of differences.slice(0, 17)) assert.is(better, 'v0');
});

test('nothing to compare is said', () => {
  assert.match(tell(byActivation({linear: [1, 2]})), 'there is one value only');
  assert.match(
    tell(byActivation({linear: [null, null], tanh: [null, null]})),
    'activation: every trial failed (diverged: the loss became NaN in epoch 2), so there is nothing to compare.',
  );
});

test('of levels that share some combinations alone it is told that the rest says nothing', () => {
  const results = run([
    [{a: 'x', b: 1}, [1, 1.1]],
    [{a: 'y', b: 1}, [2, 2.3]],
    [{a: 'x', b: 2}, [9, 9]],
    [{a: 'y', b: 3}, [0, 0]],
    [{a: 'y'}, [0, 0]],
  ]);
  const found = compare(results, 'a', 'test_rmse');
  const [difference] = found?.differences ?? [];
  assert.equal(difference?.partly, {both: 1, better: 2, worse: 3});
  const text = found ? comparisonText(found, plainStyle) : '';
  assert.match(text, 'It is about the 1 combination of the other parameters that both have, of 2 of x and 3 of y');
});

test.run();
