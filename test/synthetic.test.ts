import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {ComponentEntry} from '../src/data/1-source/components/index.js';
import {loadSource} from '../src/data/1-source/index.js';
import {syntheticSeries} from '../src/data/1-source/synthetic.js';
import {dataEntry} from './data-entry.js';
import {aroundFile} from './loaded-file.js';
import {close as closeTo, nowhere} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

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
  closeTo(
    withTrend.map((value, t) => value - t),
    without,
    1e-14,
    'noise',
  );
});

const defaultsOf = (type: ComponentEntry['type']): ComponentEntry => {
  const entry = dataEntry({type: 'synthetic', rows: 10, components: [{type}]});
  if (entry.type !== 'synthetic') throw new Error(entry.type);
  return entry.components[0];
};

test('lorenz follows its equations: y and z are what x says they are, and z moves as it should', () => {
  const step = 0.001;
  const x = series(4000, 3, {...defaultsOf('lorenz'), step} as ComponentEntry);
  const [sigma, rho, beta] = [10, 28, 8 / 3];
  const slope = (values: ArrayLike<number>, t: number) => (values[t + 1] - values[t - 1]) / (2 * step);
  const at = (count: number, of: (t: number) => number) => Float64Array.from({length: count}, (_, t) => of(t));
  const y = at(4000, t => x[t] + slope(x, t) / sigma);
  const z = at(4000, t => rho - (slope(y, t) + y[t]) / x[t]);
  let checked = 0;
  for (let t = 10; t < 3990; t++) {
    // Where x is near 0 it says nothing of z.
    if ([t - 1, t, t + 1].some(own => Math.abs(x[own]) < 2)) continue;
    checked++;
    assert.ok(Math.abs(slope(z, t) - (x[t] * y[t] - beta * z[t])) < 0.5, `row ${t}`);
  }
  assert.ok(checked > 1000);
  assert.ok(x.some(value => value > 5) && x.some(value => value < -5), 'it goes round both wings');
});

test('mackey-glass follows its equation', () => {
  const x = series(600, 3, defaultsOf('mackey-glass'));
  const slope = (t: number) => (0.2 * x[t - 17]) / (1 + x[t - 17] ** 10) - 0.1 * x[t];
  for (let t = 17; t < 599; t++) {
    const expected = (slope(t) + slope(t + 1)) / 2;
    assert.ok(Math.abs(x[t + 1] - x[t] - expected) < 0.006, `row ${t}: ${x[t + 1] - x[t]}, not ${expected}`);
  }
  assert.ok(Math.max(...x) < 1.6 && Math.min(...x) > 0.2);
});

test('threshold: what is left of each line is noise', () => {
  const x = series(5000, 4, defaultsOf('threshold'));
  const left = Array.from({length: 4999}, (_, t) => x[t + 1] - (x[t] <= 0 ? 1 + 1.5 * x[t] : 1 - 1.5 * x[t]));
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  const deviation = Math.sqrt(left.reduce((sum, value) => sum + (value - mean) ** 2, 0) / left.length);
  assert.ok(Math.abs(mean) < 0.006 && Math.abs(deviation - 0.1) < 0.005, `${mean} and ${deviation}`);
});

test('regime-switch: steps are a mixture of calm and wild ones, as often as the chain says', () => {
  const x = series(60_000, 5, defaultsOf('regime-switch'));
  const steps = Array.from({length: 59_999}, (_, t) => x[t + 1] - x[t]);
  // The chain is in its second state with probability (1 - 0.98) / (1 - 0.98 + 1 - 0.95).
  const wild = 0.02 / 0.07;
  const mean = (1 - wild) * 0.05 + wild * -0.1;
  const second = (1 - wild) * (0.25 + 0.05 ** 2) + wild * (4 + 0.1 ** 2);
  const of = (power: number) => steps.reduce((sum, value) => sum + value ** power, 0) / steps.length;
  assert.ok(Math.abs(of(1) - mean) < 0.03, `${of(1)}, not ${mean}`);
  assert.ok(Math.abs(of(2) - second) < 0.1, `${of(2)}, not ${second}`);
});

test('ohlc: candles are consistent, open where the one before closed, and their closes are a random walk', async () => {
  const rig = new Rig();
  try {
    rig.write(
      'candles.yaml',
      smallExperiment({
        data: {type: 'ohlc', rows: 3000, columns: ['open', 'high', 'low', 'close', 'volume'], target: 'close'},
      }),
    );
    const {code, stdout, stderr} = await rig.tfsweep(['data', 'candles.yaml', '--json']);
    assert.is(code, 0, stderr);
    assert.equal(
      JSON.parse(stdout).columns.map(({name}: {name: string}) => name),
      ['open', 'high', 'low', 'close', 'volume'],
    );
  } finally {
    rig.remove();
  }
  const entry = dataEntry({type: 'ohlc', rows: 3000});
  const loaded = await loadSource(entry, {
    ...aroundFile(new Uint8Array()),
    seed: 6,
    place: nowhere,
    used: undefined,
  } as never);
  if (!loaded.ok) throw new Error('not loaded');
  const [open, high, low, close] = [0, 1, 2, 3].map(position => {
    const numbers = loaded.value.numbers(position);
    if (!numbers.ok) throw new Error('no numbers');
    return numbers.value;
  });
  open.forEach((first, row) => {
    assert.ok(low[row] <= Math.min(first, close[row]) && high[row] >= Math.max(first, close[row]), `row ${row}`);
    if (row > 0) assert.is(first, close[row - 1]);
  });
  const steps = Array.from({length: 2999}, (_, row) => Math.log(close[row + 1] / close[row]));
  const deviation = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
  assert.ok(Math.abs(deviation - 0.01) < 0.0005, `${deviation}`);
});

test.run();
