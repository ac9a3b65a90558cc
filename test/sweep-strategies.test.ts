// How combinations are drawn: the points and distributions of SciPy, and what each strategy promises.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {choosePoints} from '../src/sweep/choose-points.js';
import {normalQuantile} from '../src/sweep/normal-quantile.js';
import {type ParameterEntry, parameterOf} from '../src/sweep/parameters/index.js';
import type {Points} from '../src/sweep/points.js';
import {countEvery, type Space} from '../src/sweep/space.js';
import {strategies} from '../src/sweep/strategies/index.js';
import {sobolSequence} from '../src/sweep/strategies/sobol.js';
import type {SweepEntry} from '../src/sweep/sweep-entry.js';
import {close, fixture} from './numbers.js';
import {plainSpace} from './plain-space.js';

interface Sweeps {
  readonly sobol: {readonly few: readonly (readonly number[])[]; readonly many: readonly number[]};
  readonly shares: readonly number[];
  readonly normal: readonly number[];
  readonly lognormal: readonly number[];
  readonly 'log range': readonly number[];
}

const [scipy] = fixture<Sweeps>('scipy-sweeps');

const range = (from: number, to: number, own: Partial<Extract<ParameterEntry, {type: 'range'}>> = {}) =>
  ({type: 'range', from, to, scale: 'linear', integer: false, ...own}) as const;

function points(space: Space, sweep: Partial<SweepEntry>, seed = 42): Points {
  const found = choosePoints(space, {strategy: {type: 'grid'}, parameters: {}, seeds: 1, ...sweep}, seed, []);
  if ('points' in found) return found.points;
  throw new Error(found.mistakes.map(({message}) => message).join());
}

const column = (of: Points, position: number) => Array.from({length: of.length}, (_, at) => of.code(at, position));
const rows = (of: Points) => Array.from({length: of.length}, (_, at) => [...of.codes(at)]);

/** Pearson's statistic of counts against equal ones, or against shares. */
function chiSquare(counts: readonly number[], shares: readonly number[] = counts.map(() => 1 / counts.length)): number {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, at) => sum + (count - all * shares[at]) ** 2 / (all * shares[at]), 0);
}

test("Sobol's points are SciPy's, in 5 and in 64 dimensions", () => {
  const few = sobolSequence(5);
  assert.equal(
    scipy.sobol.few.map(() => few()),
    scipy.sobol.few,
  );
  const many = sobolSequence(64);
  for (let at = 0; at < 299; at++) many();
  assert.equal(many(), scipy.sobol.many);
});

test('quantiles of normal, log-normal and logarithmic ranges are those of SciPy', () => {
  for (const [at, share] of scipy.shares.entries())
    close([normalQuantile(share)], [scipy.normal[at]], share > 0.999 ? 1e-8 : 1e-14, `normal at ${share}`);
  const lognormal = parameterOf({type: 'normal', mean: -3, deviation: 0.7, scale: 'log', integer: false});
  const log = parameterOf(range(1e-4, 1e-1, {scale: 'log'}));
  // What is drawn has six digits.
  for (const [at, share] of scipy.shares.entries()) {
    close([Number(lognormal.value(lognormal.codeAt(share)))], [scipy.lognormal[at]], 6e-6, `lognormal at ${share}`);
    close([Number(log.value(log.codeAt(share)))], [scipy['log range'][at]], 6e-6, `log range at ${share}`);
  }
});

test('ranges keep to their ends, to whole numbers, steps and points', () => {
  const values = (entry: ParameterEntry) => {
    const parameter = parameterOf(entry);
    return Array.from({length: parameter.count ?? 0}, (_, code) => parameter.value(code));
  };
  assert.equal(values(range(4, 7, {integer: true})), [4, 5, 6, 7]);
  assert.equal(values(range(0.1, 0.5, {step: 0.1})), [0.1, 0.2, 0.3, 0.4, 0.5]);
  assert.equal(values(range(4, 15, {integer: true, step: 4})), [4, 8, 12]);
  assert.equal(values(range(1e-4, 1e-1, {scale: 'log', points: 4})), [1e-4, 1e-3, 1e-2, 1e-1]);
  assert.equal(values(range(1, 4, {integer: true, points: 9})), [1, 2, 3, 4]);
  for (const entry of [range(-1, 1), range(1e-9, 3, {scale: 'log'}), range(1, 9, {scale: 'log', integer: true})]) {
    const parameter = parameterOf(entry);
    const [least, most] = [0, 1 - 2 ** -53].map(share => parameter.value(parameter.codeAt(share)));
    assert.equal([least, most], [entry.from, entry.to]);
  }
});

test('whole numbers on a logarithmic scale are drawn as often as their share of it, from half below to half above', () => {
  const parameter = parameterOf(range(1, 8, {scale: 'log', integer: true}));
  const counts = new Array<number>(8).fill(0);
  for (let at = 0; at < 100_000; at++) counts[parameter.codeAt((at + 0.5) / 100_000)]++;
  const ends = Array.from({length: 9}, (_, at) => Math.log(at + 0.5));
  const shares = counts.map((_, at) => (ends[at + 1] - ends[at]) / (ends[8] - ends[0]));
  close(
    counts.map(count => count / 100_000),
    shares,
    1e-3,
    'shares',
  );
});

test('choices are drawn as often as their weights say, and what is random is evenly so', () => {
  const space = plainSpace({
    kind: {type: 'choices', choices: ['a', 'b', 'c'], weights: [1, 2, 5]},
    even: {type: 'list', values: [1, 2, 3, 4]},
    number: range(0, 1),
  });
  const drawn = points(space, {strategy: {type: 'random'}, trials: 8000});
  const counts = (position: number, count: number) =>
    Array.from({length: count}, (_, code) => column(drawn, position).filter(one => one === code).length);
  // 99.9 % of what is evenly drawn stays below: chi-square with 2, 3 and 9 degrees of freedom.
  assert.ok(chiSquare(counts(0, 3), [1 / 8, 2 / 8, 5 / 8]) < 13.8);
  assert.ok(chiSquare(counts(1, 4)) < 16.3);
  const tenths = column(drawn, 2).map(value => Math.floor(value * 10));
  assert.ok(chiSquare(Array.from({length: 10}, (_, at) => tenths.filter(one => one === at).length)) < 27.9);
});

test('more random or Sobol trials go on after those that fewer have; another seed has others; another parameter changes nothing', () => {
  const entries = {a: range(0, 1), b: range(0, 1)};
  for (const type of ['random', 'sobol'] as const) {
    const few = rows(points(plainSpace(entries), {strategy: {type}, trials: 8}));
    const many = rows(points(plainSpace(entries), {strategy: {type}, trials: 32}));
    assert.equal(many.slice(0, 8), few);
    assert.not.equal(rows(points(plainSpace(entries), {strategy: {type}, trials: 8}, 43)), few);
    const wider = points(plainSpace({...entries, c: range(0, 1)}), {strategy: {type}, trials: 8});
    assert.equal(
      rows(wider).map(([a, b]) => [a, b]),
      few,
    );
  }
});

test('a Latin hypercube has one trial in each part of each range; Sobol has so of every pair of halves', () => {
  const space = plainSpace({a: range(0, 1), b: range(0, 1), c: range(0, 1)});
  const cube = points(space, {strategy: {type: 'latin-hypercube'}, trials: 50});
  for (const position of [0, 1, 2])
    assert.equal(
      column(cube, position)
        .map(value => Math.floor(value * 50))
        .sort((a, b) => a - b),
      Array.from({length: 50}, (_, at) => at),
    );
  const sobol = rows(points(space, {strategy: {type: 'sobol'}, trials: 64}));
  for (const [first, second] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ]) {
    const cells = new Map<string, number>();
    for (const row of sobol) {
      const key = `${Math.floor(row[first] * 4)} ${Math.floor(row[second] * 4)}`;
      cells.set(key, (cells.get(key) ?? 0) + 1);
    }
    assert.equal([...new Set(cells.values())], [4]);
  }
});

test('values of a range with steps are found by what they are, and no 0 is below 0', () => {
  for (const [from, to, step] of [
    [0.1, 0.8, 0.1],
    [0, 1, 0.1],
    [0.05, 0.5, 0.05],
    [1e12 + 1, 1e12 + 9, 1],
  ]) {
    const parameter = parameterOf(range(from, to, {step}));
    for (let code = 0; code < Number(parameter.count); code++) assert.is(parameter.codeOf(parameter.value(code)), code);
    for (const stranger of [from - step, to + step, from + step / 2]) assert.is(parameter.codeOf(stranger), undefined);
  }
  const space = plainSpace({
    a: {type: 'normal', mean: 0, deviation: 1, scale: 'linear', integer: true},
    b: range(0, 1),
  });
  const drawn = column(points(space, {strategy: {type: 'random'}, trials: 40}), 0);
  assert.ok(drawn.includes(0) && drawn.every(value => !Object.is(value, -0)));
});

test('narrow ranges far from 0 have digits enough', () => {
  const drawn = points(plainSpace({a: range(1e6, 1e6 + 5)}), {strategy: {type: 'random'}, trials: 200});
  assert.is(new Set(column(drawn, 0)).size, 200);
  const parameter = parameterOf(range(1234567, 1234577, {points: 3}));
  assert.equal(
    [0, 1, 2].map(code => parameter.value(code)),
    [1234567, 1234572, 1234577],
  );
});

test('what is rare is drawn, too, where all there is is wanted', () => {
  const space = plainSpace({
    a: {type: 'choices', choices: [1, 2], weights: [1000, 1]},
    b: {type: 'choices', choices: [1, 2, 3], weights: [1e308, 1e308, 1e307]},
  });
  for (let seed = 0; seed < 5; seed++)
    assert.is(points(space, {strategy: {type: 'random'}, trials: 6}, seed).length, 6);
});

test('optional settings by the dozen are counted and drawn at once', () => {
  const entries = Object.fromEntries(
    Array.from({length: 40}, (_, at): [string, ParameterEntry][] => [
      [`a${at}`, {type: 'list', values: [1, 2]}],
      [`x${at}`, {type: 'list', values: [1, 2, 3]}],
    ]).flat(),
  );
  const own = plainSpace(entries);
  const names = own.names.map((_, at) => at);
  const conditional: Space = {
    ...own,
    always: own.names.map(name => name.startsWith('a')),
    // All a stand before all x: the worst order to count in.
    order: [...names.filter(at => at % 2 === 0), ...names.filter(at => at % 2 === 1)],
    naming: names
      .filter(at => at % 2 === 0)
      .map(position => ({
        position,
        codes: [0, 1],
        named: code => (code === 1 ? [position + 1] : []),
        allNamed: new Set([position + 1]),
      })),
  };
  assert.is(countEvery(conditional), 4 ** 40);
  assert.is(points(conditional, {strategy: {type: 'random'}, trials: 50}).length, 50);
});

test('no combination is drawn twice, also where few are left, and rules leave out what they say', () => {
  const space = plainSpace({a: {type: 'list', values: [1, 2, 3]}, b: range(1, 4, {integer: true})});
  for (const {type} of strategies.filter(({choosing}) => choosing.by === 'drawn')) {
    const all = points(space, {strategy: {type} as SweepEntry['strategy'], trials: 12});
    assert.is(new Set(rows(all).map(String)).size, 12);
    const some = points(space, {
      strategy: {type} as SweepEntry['strategy'],
      trials: 9,
      exclude: [
        {a: [1, 2], b: '> 3'},
        {a: 3, b: 1},
      ],
    });
    assert.equal(
      new Set(rows(some).map(String)),
      new Set(['0,0', '0,1', '0,2', '1,0', '1,1', '1,2', '2,1', '2,2', '2,3']),
    );
  }
});

test.run();
