// Baselines against statsmodels, numpy and scikit-learn, by hand, and in tables, verdicts and expectations.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bestRates} from '../src/training/baselines/holt-winters.js';
import {normalEquations, solved} from '../src/training/baselines/normal-equations.js';
import {firstStates, smoothed, smoothedForecast} from '../src/training/baselines/smoothing.js';
import {close, fixture} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

interface SmoothingCase {
  readonly values: readonly number[];
  readonly season: number | null;
  readonly rates: readonly [number, number, number];
  readonly forecast: readonly number[];
  readonly squaredErrors: number;
  readonly leastSquaredErrors: number;
}

fixture<SmoothingCase>('statsmodels-smoothing').forEach((one, index) => {
  test(`exponential smoothing has the numbers of statsmodels, series ${index}`, () => {
    const values = Float64Array.from(one.values);
    const period = one.season ?? undefined;
    const first = firstStates(values, period);
    const [level, trend, season] = one.rates;
    const states = smoothed(values, {level, trend, season}, first);
    close([states.squaredErrors], [one.squaredErrors], 1e-9, 'squared errors');
    const forecasts = (of: typeof states) =>
      one.forecast.map((_, at) => smoothedForecast(of, values.length - 1, at + 1));
    close(forecasts(states), one.forecast, 1e-9, 'forecast');
    const best = smoothed(values, bestRates(values, first), first);
    assert.ok(
      best.squaredErrors <= one.leastSquaredErrors * (1 + 1e-6),
      `${best.squaredErrors}, theirs ${one.leastSquaredErrors}`,
    );
  });
});

interface LinearCase {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly ridge: readonly number[];
}

const equationsOf = ({x, y}: Pick<LinearCase, 'x' | 'y'>) =>
  normalEquations({
    rows: x.length,
    inputs: x[0].length + 1,
    outputs: y[0].length,
    write(row, inputs, outputs) {
      inputs.set([...x[row], 1]);
      outputs.set(y[row]);
    },
  });

test('least squares and ridge have the weights of numpy and scikit-learn', () => {
  for (const one of fixture<LinearCase>('numpy-least-squares')) {
    close(solved(equationsOf(one), 0), one.weights, 1e-8, 'least squares');
    close(solved(equationsOf(one), 0.01), one.ridge, 1e-8, 'ridge');
  }
});

interface BadlyScaledCase extends Pick<LinearCase, 'x' | 'y'> {
  readonly fit: readonly number[];
  readonly ridgeFit: readonly number[];
}

test('columns of very different sizes are fitted as numpy and scikit-learn fit them', () => {
  for (const one of fixture<BadlyScaledCase>('badly-scaled-least-squares')) {
    const fitted = (penalty: number) => {
      const weights = solved(equationsOf(one), penalty);
      return one.x.map(row => [...row, 1].reduce((sum, value, at) => sum + value * weights[at], 0));
    };
    close(fitted(0), one.fit, 1e-8, 'least squares');
    close(fitted(1e-6), one.ridgeFit, 1e-8, 'ridge');
  }
});

interface NistCase {
  readonly name: string;
  /** The constant is the last column. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly weights: readonly number[];
}

/** The fewest correct digits, as many as by QR (optimum.test.ts). */
const NIST_DIGITS: Readonly<Record<string, number>> = {
  wampler1: 9,
  wampler2: 12,
  wampler3: 9,
  wampler4: 7,
  wampler5: 5,
  longley: 11,
};

for (const one of fixture<NistCase>('nist-least-squares'))
  test(`the equations of baselines have the digits of QR for ${one.name}`, () => {
    const weights = solved(
      normalEquations({
        rows: one.x.length,
        inputs: one.x[0].length,
        outputs: 1,
        write(row, inputs, outputs) {
          inputs.set(one.x[row]);
          outputs[0] = one.y[row];
        },
      }),
      0,
    );
    const digits = one.weights.map((exact, at) => -Math.log10(Math.abs(weights[at] - exact) / Math.abs(exact) + 1e-16));
    assert.ok(Math.min(...digits) >= NIST_DIGITS[one.name], `${Math.min(...digits)} digits`);
  });

const rig = new Rig();
const price = (row: number) => 50 + row / 20 + 4 * Math.sin((2 * Math.PI * row) / 12) + ((row * 7919) % 13) / 10;
const csv = (changedFrom = Number.POSITIVE_INFINITY) =>
  `close\n${Array.from({length: 240}, (_, row) => price(row) + (row >= changedFrom ? 9 + (row % 5) : 0)).join('\n')}\n`;
const experiment = (change: Record<string, unknown> = {}) =>
  smallExperiment({
    data: {type: 'csv', path: 'prices.csv'},
    window: {length: 8, steps: 2},
    model: {layers: ['flatten', {type: 'dense', units: 2, activation: '${activation}'}]},
    ...change,
  });

interface FileOfBaselines {
  readonly baselines: readonly {
    readonly name: string;
    readonly season?: number;
    readonly metrics: {readonly test: Readonly<Record<string, number>>};
  }[];
}

async function measured(text: string): Promise<Map<string, FileOfBaselines['baselines'][number]>> {
  rig.write('own.yaml', text);
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'own.yaml', '--json']);
  assert.is(code, 0, stderr);
  const file: FileOfBaselines = JSON.parse(rig.read(JSON.parse(stdout).folder, 'baselines.json'));
  return new Map(file.baselines.map(one => [one.name, one]));
}

test('baselines are measured on the windows of the networks, the season is found', async () => {
  rig.write('prices.csv', csv());
  const found = await measured(experiment());
  assert.equal(
    [...found.keys()],
    ['naive', 'drift', 'seasonal-naive', 'window-mean', 'autoregression', 'least-squares', 'ridge', 'holt-winters'],
  );
  const rows = Array.from({length: 240}, (_, row) => price(row));
  // The test split begins with row 204; a window has two targets.
  const errorOf = (of: (last: number, lag: number) => number) => {
    const errors = Array.from({length: 35}, (_, window) =>
      [1, 2].map(lag => rows[203 + window + lag] - of(203 + window, lag)),
    ).flat();
    return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
  };
  const rmse = (name: string) => found.get(name)?.metrics.test.rmse ?? Number.NaN;
  close([rmse('naive')], [errorOf(last => rows[last])], 1e-12, 'naive');
  close([rmse('drift')], [errorOf((last, lag) => rows[last] + (lag * (rows[last] - rows[0])) / last)], 1e-12, 'drift');
  close([rmse('seasonal-naive')], [errorOf((last, lag) => rows[last + lag - 12])], 1e-12, 'seasonal-naive');
  close(
    [rmse('window-mean')],
    [errorOf(last => rows.slice(last - 7, last + 1).reduce((sum, value) => sum + value, 0) / 8)],
    1e-12,
    'window-mean',
  );
  assert.is(found.get('seasonal-naive')?.season, 12);
  // A season that is told is taken as it is.
  const told = await measured(experiment({data: {type: 'csv', path: 'prices.csv', season: 5}}));
  close(
    [told.get('seasonal-naive')?.metrics.test.rmse ?? 0],
    [errorOf((last, lag) => rows[last + lag - 5])],
    1e-12,
    'season 5',
  );
});

test('tables end with baselines, say what does not beat them, and expect knows them', async () => {
  rig.write('prices.csv', csv());
  rig.write(
    'own.yaml',
    experiment({
      expect: [
        'best test_rmse < 9 * naive',
        'test_mae@2 of tanh > 0.001 * seasonal-naive',
        'best test_rmse < 0.0001 * drift',
      ],
    }),
  );
  const {code, stdout} = await rig.tfsweep(['run', 'own.yaml']);
  assert.is(code, 1, stdout);
  assert.match(stdout, /│ seasonal-naive \(season 12\) +│/);
  assert.match(stdout, /does not beat the best baseline: test_rmse [\d.]+ against [\d.]+ of/);
  assert.match(stdout, /[\d.]+ ± [\d.]+ °/);
  assert.match(stdout, /expect: best test_rmse < 9 \* naive holds/);
  assert.match(stdout, /expect: test_mae@2 of tanh > 0.001 \* seasonal-naive holds/);
  assert.match(stdout, /expect: best test_rmse < 0.0001 \* drift missed/);
  const table = await rig.tfsweep(['table', 'small', '--format', 'csv']);
  assert.is(table.stdout.trim().split('\n').length, 3, 'a CSV holds results alone');
  const json = JSON.parse((await rig.tfsweep(['table', 'small', '--format', 'json'])).stdout);
  assert.is(json.table.baselines.length, 7);
});

test('baselines are named by the values of the rows that they are beside, and are those that tables show', async () => {
  rig.write('prices.csv', csv());
  const normalization = ['none', 'last', 'mean'];
  rig.write(
    'named.yaml',
    experiment({
      window: {length: 4, normalization: '${normalization}'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {normalization}, seeds: 1},
      comparison: {by: 'normalization'},
    }),
  );
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'named.yaml', '--json']);
  assert.is(code, 0, stderr);
  const {rows, baselines} = JSON.parse(stdout).table;
  const named = baselines.filter(({name}: {name: string}) => name === 'least-squares');
  // Without its last value or its mean a window says the same to what is linear.
  assert.equal(
    named.map(({of}: {of: unknown}) => of),
    [{normalization: ['none']}, {normalization: ['last', 'mean']}],
  );
  const shown = new Set(baselines.map(({name}: {name: string}) => name));
  for (const {against} of rows) assert.ok(shown.has(against.name), against.name);
});

test('what sees everything has the features, and none is fitted to what comes later', async () => {
  const features = {features: {change: {type: 'difference', column: 'close'}}};
  rig.write('prices.csv', csv());
  const before = await measured(experiment(features));
  const of = (name: string) => before.get(name)?.metrics.test.rmse;
  assert.is.not(of('least-squares'), of('autoregression'));
  // Of rows behind the validation split, nothing that was fitted knows anything.
  rig.write('prices.csv', csv(204));
  const after = await measured(experiment(features));
  for (const name of before.keys()) {
    const chosen = (found: typeof before) => JSON.stringify(Reflect.get(found.get(name)?.metrics ?? {}, 'validation'));
    assert.is(chosen(after), chosen(before), name);
  }
});

test('what has no number is told why', async () => {
  rig.write('prices.csv', csv());
  const told: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{expect: ['naive < test_rmse']}, /a baseline stands alone on the right side, .*: test_rmse < naive/],
    [{expect: ['test_rmse of naive > 0']}, /a baseline stands alone on the right side/],
    [{expect: ['test_rmse < seasonal_naive']}, /did you mean the baseline seasonal-naive\?/],
    [{expect: ['test_rmse@best < 9']}, /of the best of several series, and the data is one/],
    [{expect: ['test_transformed_rmse < 9']}, /of transformed targets, and none is/],
    [{expect: ['refit_rmse < 9']}, /of what is trained once more, and nothing is/],
    [{expect: ['test_rmse@3 < 9']}, /of step 3, but a window has 2 steps/],
  ];
  for (const [change, message] of told) {
    rig.write('told.yaml', experiment(change));
    const {code, stderr} = await rig.tfsweep(['check', 'told.yaml']);
    assert.is(code, 2, JSON.stringify(change));
    assert.match(stderr, message);
  }
  const data = {type: 'csv', path: 'prices.csv', season: 500};
  rig.write('told.yaml', experiment({data, expect: ['best test_rmse < seasonal-naive']}));
  const run = await rig.tfsweep(['run', 'told.yaml']);
  assert.is(run.code, 1, run.stderr);
  assert.match(run.stderr, /a season of 500 rows is as long as training, which has 168/);
  assert.match(run.stdout, /there is no number on the right side: no season was found/);
  for (const metric of ['test_mae@25', 'test_mae@nosuch', 'test_mae@worst']) {
    const table = await rig.tfsweep(['table', 'small', '--metric', metric]);
    assert.is(table.code, 2, metric);
    assert.match(table.stderr, `no trial has '${metric}'`);
    assert.match(table.stderr, 'test_mae is of all forecasts, and there are @1 to @2');
  }
});

test('a run whose baselines are lost says so, and measures them again', async () => {
  rig.write('prices.csv', csv());
  rig.write('lost.yaml', experiment({name: 'lost', expect: ['best test_rmse < naive']}));
  const before = await rig.tfsweep(['run', 'lost.yaml', '--json']);
  const {folder} = JSON.parse(before.stdout);
  const text = rig.read(folder, 'baselines.json');
  rig.write(`${folder}/baselines.json`, '{"format":');
  const table = await rig.tfsweep(['table', 'lost']);
  assert.match(table.stderr, "without baselines ('tfsweep run' measures them)");
  assert.match(table.stdout, "the run has no baselines; 'tfsweep run' measures them");
  await rig.tfsweep(['run', 'lost.yaml']);
  assert.is(rig.read(folder, 'baselines.json'), text);
});

test('a baseline of seasons does not look across a gap', async () => {
  const week = [1, 5, 2, 8, 3, 9, 4];
  const at = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
  const lines = Array.from({length: 280}, (_, row) => `${at(row)},${week[row % 7]}`);
  rig.write('week.csv', `date,x\n${[...lines.slice(0, 251), ...lines.slice(254)].join('\n')}\n`);
  const found = await measured(
    experiment({
      data: {type: 'csv', path: 'week.csv', time: 'date', target: 'x', season: 7, gaps: 'drop-windows'},
      window: 2,
      model: {layers: ['flatten', {type: 'dense', units: 1, activation: '${activation}'}]},
    }),
  );
  const of = (name: string) => found.get(name)?.metrics.test.mae ?? Number.NaN;
  assert.equal(
    ['seasonal-naive', 'holt-winters'].map(name => found.get(name)?.season),
    [7, undefined],
  );
  // Only the seven rows behind the gap have no row of the same place in the week: there the last value is repeated.
  assert.ok(of('seasonal-naive') > 0 && of('seasonal-naive') < of('naive') / 4, `${of('seasonal-naive')}`);
});

test.after(() => rig.remove());
test.run();
