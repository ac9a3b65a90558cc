import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {ComponentEntry} from '../src/data/1-source/components/index.js';
import {syntheticSeries} from '../src/data/1-source/synthetic.js';
import {close} from './numbers.js';

const series = (rows: number, seed: number, ...components: ComponentEntry[]) => syntheticSeries(rows, components, seed);

test('trend and season add up', () => {
  const values = series(7, 1, {type: 'trend', slope: 2, intercept: 10}, {type: 'season', pattern: [0, 1, -1]});
  assert.equal([...values], [10, 13, 13, 16, 19, 19, 22]);
});

test('a random walk starts at 0', () => {
  assert.is(series(5, 3, {type: 'random-walk', deviation: 2, drift: 0.1})[0], 0);
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
