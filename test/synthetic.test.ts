import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {ComponentEntry} from '../src/data/1-source/components/index.js';
import {syntheticSeries} from '../src/data/1-source/synthetic.js';
import {close} from './numbers.js';

const series = (rows: number, seed: number, ...components: ComponentEntry[]) => syntheticSeries(rows, components, seed);
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** Correlation of a series with itself, `lag` rows later. */
function autocorrelation(values: Float64Array, lag: number): number {
  const centre = mean(values);
  let above = 0;
  let below = 0;
  values.forEach((value, t) => {
    below += (value - centre) ** 2;
    if (t >= lag) above += (value - centre) * (values[t - lag] - centre);
  });
  return above / below;
}

test('sine', () => {
  const expected = Array.from({length: 60}, (_, t) => 2 * Math.sin(2 * Math.PI * (t / 25 + 0.25)));
  close(series(60, 1, {type: 'sine', period: 25, amplitude: 2, phase: 0.25}), expected, 1e-14, 'sine');
});

test('trend and season add up', () => {
  const values = series(7, 1, {type: 'trend', slope: 2, intercept: 10}, {type: 'season', pattern: [0, 1, -1]});
  assert.equal([...values], [10, 13, 13, 16, 19, 19, 22]);
});

test('noise has its deviation, and the seed makes it', () => {
  const noise = (seed: number) => series(20_000, seed, {type: 'noise', deviation: 0.3});
  const values = noise(5);
  const deviation = Math.sqrt(mean(values.map(x => x * x)));
  assert.ok(Math.abs(deviation - 0.3) < (5 * 0.3) / Math.sqrt(2 * values.length), `deviation ${deviation}`);
  assert.ok(Math.abs(autocorrelation(values, 1)) < 5 / Math.sqrt(values.length));
  assert.equal(noise(5), values);
  assert.not.equal(noise(6), values);
});

test('a random walk starts at 0 and takes independent steps', () => {
  const values = series(20_000, 3, {type: 'random-walk', deviation: 2, drift: 0.1});
  assert.is(values[0], 0);
  const steps = values.slice(1).map((value, t) => value - values[t]);
  assert.ok(Math.abs(mean(steps) - 0.1) < (5 * 2) / Math.sqrt(steps.length), `drift ${mean(steps)}`);
  assert.ok(Math.abs(autocorrelation(steps, 1)) < 5 / Math.sqrt(steps.length));
});

test('AR(2) has the autocorrelations that Yule and Walker give it', () => {
  const [first, second] = [0.5, 0.3];
  const values = series(50_000, 4, {type: 'autoregressive', coefficients: [first, second], deviation: 1});
  const lag1 = first / (1 - second);
  const lag2 = first * lag1 + second;
  assert.ok(Math.abs(autocorrelation(values, 1) - lag1) < 0.02, `lag 1: ${autocorrelation(values, 1)}`);
  assert.ok(Math.abs(autocorrelation(values, 2) - lag2) < 0.02, `lag 2: ${autocorrelation(values, 2)}`);
});

test('a component more does not change the others', () => {
  const noise = {type: 'noise', deviation: 1} as const;
  const without = series(50, 9, noise);
  const withTrend = series(50, 9, noise, {type: 'trend', slope: 1, intercept: 0});
  close(
    withTrend.map((value, t) => value - t),
    without,
    1e-14,
    'noise',
  );
});

test.run();
