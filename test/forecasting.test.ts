// What windows are normalized by, targets transformed to, rows split into; metrics of steps, targets and other units.
import * as core from '@tensorflow/tfjs-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import '@tensorflow/tfjs-backend-cpu';
import {splitSeries} from '../src/data/4-split/split-series.js';
import type {TransformName} from '../src/data/7-standardize/transforms/index.js';
import {transformOf} from '../src/data/7-standardize/transforms/index.js';
import {type NormalizationName, normalizationOf} from '../src/model/normalizations/index.js';
import {summarize} from '../src/results/statistics/summary.js';
import {welch} from '../src/results/statistics/welch.js';
import {close, fixture, nowhere} from './numbers.js';
import {references} from './references.js';
import {NOISY_SINE, Rig, resultsIn, smallExperiment} from './rig.js';

interface NormalizationCase {
  readonly name: NormalizationName;
  readonly window: readonly number[];
  readonly values: readonly number[];
  readonly shift: number;
  readonly scale: number;
}

test('windows are normalized as numpy does it', async () => {
  await core.setBackend('cpu');
  for (const {name, window, values, shift, scale} of references<NormalizationCase>('normalizations')) {
    const {of} = normalizationOf(name);
    if (!of) {
      assert.equal(values, window);
      continue;
    }
    core.tidy(() => {
      const windows = core.tensor3d([window.map(value => [value])]);
      const own = of(core, windows, core.tensor1d([0]));
      close(own.shift.dataSync(), [shift], 1e-6, `${name}, shift`);
      close(own.scale?.dataSync() ?? [1], [scale], name === 'z-score' ? 1e-3 : 1e-4, `${name}, scale`);
      const moved = core.div(core.sub(windows, own.shift), own.scale ?? core.scalar(1));
      close(moved.dataSync(), values, 1e-3, name);
    });
  }
  assert.is(core.memory().numTensors, 0);
});

interface TransformCase {
  readonly name: TransformName;
  readonly lag: number;
  readonly series: readonly number[];
  readonly transformed: readonly number[];
}

test('targets are transformed as pandas does it, and come back', () => {
  for (const {name, lag, series, transformed} of references<TransformCase>('transforms')) {
    const {of, undo} = transformOf(name);
    const made = series.slice(lag).map((value, row) => of(value, series[row]));
    close(made, transformed, 1e-12, `${name} over ${lag}`);
    close(
      made.map((value, row) => undo(value, series[row])),
      series.slice(lag),
      1e-14,
      `${name} over ${lag}, undone`,
    );
  }
});

interface FoldCase {
  readonly rows: number;
  readonly count: number;
  readonly test: number;
  readonly gap: number;
  readonly most: number | null;
  readonly folds: readonly {readonly train: readonly [number, number]; readonly test: readonly [number, number]}[];
}

const split = (rows: number, entry: Parameters<typeof splitSeries>[1], fold?: number, begin = 0) => {
  const series = [{name: '', begin, end: begin + rows}];
  const made = splitSeries(series, entry, {fold, time: undefined, place: nowhere});
  if (!made.ok) throw new Error(made.problems.map(({message}) => message).join());
  return made.value[0];
};

test("folds test on the rows of scikit-learn's TimeSeriesSplit; the last of its training rows validate", () => {
  for (const {rows, count, test: size, gap, most, folds} of fixture<FoldCase>('sklearn-folds'))
    folds.forEach((fold, index) => {
      const type = most === null ? 'expanding' : 'sliding';
      const validation = 3;
      const train = most === null ? undefined : Math.max(1, Math.min(most, folds[0].train[1]) - validation - gap);
      const made = split(
        rows,
        {gap, validation, test: size, ...(train === undefined ? {} : {train}), folds: {type, count}},
        index + 1,
      );
      assert.equal([made.test.begin, made.test.end], fold.test, `rows ${rows}, fold ${index + 1}`);
      assert.is(made.validation.end, fold.train[1], 'validation ends where their training does');
      assert.is(made.validation.begin - made.train.end, gap);
      if (most === null) assert.is(made.train.begin, 0);
      else assert.is(made.train.end - made.train.begin, train);
    });
});

test('folds without sizes share the rows evenly', () => {
  assert.equal(split(60, {gap: 0, folds: {type: 'expanding', count: 4}}, 1), {
    train: {begin: 0, end: 10},
    validation: {begin: 10, end: 20},
    test: {begin: 20, end: 30},
  });
  assert.equal(split(60, {gap: 0, folds: {type: 'sliding', count: 4}}, 4, 100), {
    train: {begin: 130, end: 140},
    validation: {begin: 140, end: 150},
    test: {begin: 150, end: 160},
  });
});

test('counts leave out what is left over, gaps lie between', () => {
  assert.equal(split(100, {train: 50, validation: 20, test: 10, gap: 3}), {
    train: {begin: 0, end: 50},
    validation: {begin: 53, end: 73},
    test: {begin: 76, end: 86},
  });
  assert.equal(split(100, {gap: 5}), {
    train: {begin: 0, end: 65},
    validation: {begin: 70, end: 80},
    test: {begin: 85, end: 100},
  });
});

const rig = new Rig();
const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const price = (row: number) => 100 + row / 10 + 5 * Math.sin(row / 3);
rig.write(
  'prices.csv',
  `day,close,open\n${Array.from({length: 200}, (_, row) => `${day(row)},${price(row).toFixed(4)},${(price(row) + 1 + Math.cos(row)).toFixed(4)}`).join('\n')}\n`,
);
const experiment = (change: Record<string, unknown>, data: Record<string, unknown> = {}) =>
  smallExperiment({data: {type: 'csv', path: 'prices.csv', time: 'day', target: 'close', ...data}, ...change});

test('splits are told by the times of their first rows', async () => {
  rig.write('times.yaml', experiment({}, {split: {validation: '2024-05-01', test: '2024-06-15'}}));
  const {code, stdout, stderr} = await rig.tfsweep(['data', 'times.yaml', '--json']);
  assert.is(code, 0, stderr);
  const {splits} = JSON.parse(stdout);
  assert.equal([splits.train.rows, splits.validation.rows, splits.test.rows], [121, 45, 34]);
});

const badSplits: readonly [split: unknown, message: RegExp][] = [
  [{train: 0.7, validation: 20, test: 20}, /train is a share, but validation is a count/],
  [{train: 150, validation: 40, test: 40}, /the splits have 230 rows, but the data has 200/],
  [{train: 0.7, validation: 0.2, test: 0.2}, /the shares sum to 1.1, not to 1/],
  [{train: 2.5, validation: 20, test: 20}, /train is 2.5: neither a share below 1 nor a whole number/],
  [{validation: 'yesterday', test: '2024-06-15'}, /'yesterday' is no time as ISO 8601 has it/],
  [{validation: '2024-06-15', test: '2024-05-01'}, /the times of the splits run backwards/],
  [{validation: '2030-01-01', test: '2031-01-01'}, /the validation split has no rows/],
  [{validation: 0.2}, /missing key 'train'/],
  [
    {folds: {type: 'expanding', count: 30}, validation: 20, test: 20},
    /30 folds need at least \d+ rows, but the data has 200/,
  ],
  [{folds: {type: 'growing', count: 3}}, /'growing' is expanding here/],
];
for (const [entry, message] of badSplits)
  test(`the split ${JSON.stringify(entry)} is refused with its place`, async () => {
    rig.write('bad.yaml', experiment({}, {split: entry}));
    const {code, stderr} = await rig.tfsweep(['check', 'bad.yaml']);
    assert.is(code, 2);
    assert.match(stderr, message);
  });

const badWindows: readonly [window: unknown, change: Record<string, unknown>, message: RegExp][] = [
  [{length: 8, steps: 5}, {}, /the last layer's output is \[1\], but the target is \[5\]: 5 steps x 1 column/],
  [
    {length: 8, steps: 5, forecast: 'recursive', horizon: 2},
    {},
    /a recursive forecast begins with the next row, but the horizon is 2/,
  ],
  [{length: 8, steps: 5, forecast: 'recursive'}, {}, /'open' is no target/],
  [{length: 8, normalization: 'revin'}, {}, /'revin' is z-score here/],
  [
    {length: 8, normalization: 'first-ratio'},
    {standardization: 'power'},
    /first-ratio needs a standardization that only shifts and scales/,
  ],
  [
    {length: 8},
    {comparison: {by: 'activation', metric: 'test_mae@2'}},
    /'test_mae@2' is of step 2, but a window has one step/,
  ],
  [{length: 8}, {expect: ['test_mae@opne < 3']}, /'test_mae@opne' is of 'opne', which is no target/],
];
for (const [window, change, message] of badWindows)
  test(`the window ${JSON.stringify(window)} with ${JSON.stringify(change)} is refused with its place`, async () => {
    rig.write('bad.yaml', experiment({window, ...change}));
    const {code, stderr} = await rig.tfsweep(['check', 'bad.yaml']);
    assert.is(code, 2);
    assert.match(stderr, message);
    assert.match(stderr, /bad\.yaml:1:\d+/);
  });

interface Trial {
  readonly metrics: Record<
    string,
    Record<string, number> & {standardized: Record<string, number>; transformed?: Record<string, number>}
  >;
  readonly diagnostics: {readonly measured_epoch: number};
  readonly refit?: {readonly epochs: number; readonly metrics: Record<string, number>};
  readonly steps?: Record<string, Record<string, number[]>>;
  readonly targets?: Record<string, Record<string, Record<string, number>>>;
}

async function trials(name: string, text: string): Promise<Trial[]> {
  rig.write(`${name}.yaml`, text);
  const {code, stdout, stderr} = await rig.tfsweep(['run', `${name}.yaml`, '--json']);
  assert.is(code, 0, stderr);
  return rig
    .read(`${JSON.parse(stdout).folder}/trials.jsonl`)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

const layers = (units: number) => ({
  model: {layers: ['flatten', {type: 'dense', units: 6, activation: '${activation}'}, {type: 'dense', units}]},
});

test('metrics of all steps are the means of those of each step, in the units that a name says', async () => {
  const [one] = await trials(
    'small',
    experiment({window: {length: 8, steps: 4}, ...layers(4)}, {target: {column: 'close', transform: 'difference'}}),
  );
  const {test: own} = one.metrics;
  const mean = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0) / values.length;
  assert.is(one.steps?.test.mae.length, 4);
  close([mean(one.steps?.test.mae)], [own.mae], 1e-12, 'mae');
  close([mean(one.steps?.test.mse)], [own.mse], 1e-12, 'mse');
  close([mean(one.steps?.validation.mase)], [one.metrics.validation.mase], 1e-12, 'mase');
  // A difference is in the units of the column, and its errors are the column's.
  close([own.transformed?.mae ?? 0], [own.mae], 1e-9, 'transformed');
  const table = await rig.tfsweep([
    'table',
    'small',
    '--metric',
    'test_mae@4,test_transformed_mae,test_standardized_mse',
    '--format',
    'json',
    '--trials',
  ]);
  const [row] = JSON.parse(table.stdout).trials.rows;
  assert.equal(row.values['test_mae@4'], one.steps?.test.mae[3]);
  assert.equal(row.values.test_standardized_mse, own.standardized.mse);
});

test('several targets are measured together and each by itself', async () => {
  const [one] = await trials(
    'small',
    experiment({...layers(2)}, {target: ['open', {column: 'close', transform: 'log-return'}]}),
  );
  const {open, close: closing} = one.targets?.test ?? {};
  close([(open.mse + closing.mse) / 2], [one.metrics.test.mse], 1e-12, 'mse');
  // As scikit-learn's r2_score of several outputs: the level of one is no variance of the other.
  close([(open.r2 + closing.r2) / 2], [one.metrics.test.r2], 1e-12, 'r2');
});

test('a recursive forecast of one step is a direct one, and its first step is that of more', async () => {
  const of = async (window: Record<string, unknown>) =>
    (await trials('small', experiment({window: {length: 8, ...window}}, {columns: ['close']})))[0];
  const [direct, more] = [await of({}), await of({steps: 3, forecast: 'recursive'})];
  assert.is(more.steps?.test.mae.length, 3);
  // Windows that have three rows to forecast are two fewer in every split.
  assert.ok(Math.abs((more.steps?.test.mae[0] ?? 0) / direct.metrics.test.mae - 1) < 0.5);
  assert.ok((more.steps?.test.mae[2] ?? 0) > 0);
});

test('refit trains once more on validation rows, for the epochs that were measured', async () => {
  const split = {train: 138, validation: 31, test: 29, gap: 1};
  const of = async (change: Record<string, unknown>) =>
    trials('small', experiment({training: {epochs: 6, earlyStopping: {patience: 2}, ...change}}, {split}));
  const plain = await of({});
  const refitted = await of({epochs: 6, earlyStopping: {patience: 2}, refit: true});
  // What was trained before knows nothing of it.
  plain.forEach((trial, index) => {
    assert.equal(refitted[index].metrics, trial.metrics);
    assert.is(refitted[index].refit?.epochs, trial.diagnostics.measured_epoch);
  });
  const table = await rig.tfsweep(['table', 'small', '--metric', 'refit_mae', '--format', 'json']);
  assert.is(table.code, 0, table.stderr);
  // A network that is trained on the first 170 rows for as long is the same one.
  const longer = {split: {train: 170, validation: 1, test: 29}};
  const [again] = await trials('small', experiment({training: {epochs: refitted[0].refit?.epochs ?? 1}}, longer));
  assert.is(again.metrics.test.rmse, refitted[0].refit?.metrics.rmse);
  const without = await rig.tfsweep(['table', 'small', '--metric', 'refit_mae', '--format', 'json']);
  assert.is(without.code, 2, without.stdout);
  assert.match(without.stderr, "no trial has 'refit_mae'");
});

test('folds are averaged over, told apart by name, and compared by fold and seed', async () => {
  rig.write('folds.yaml', smallExperiment({data: {...NOISY_SINE, split: {folds: 3}}}));
  const run = await rig.tfsweep(['run', 'folds.yaml', '--json']);
  assert.is(run.code, 0, run.stderr);
  const {table, comparison} = JSON.parse(run.stdout);
  assert.equal(table.parameterNames, ['activation']);
  assert.equal(
    table.rows.map(({planned}: {planned: number}) => planned),
    [6, 6],
  );
  assert.is(table.rankedOn, null);
  const [{evidence, folds, plannedSeeds, averagedOver}] = comparison.differences;
  // Seeds of one fold share its test rows: more of them are no further evidence.
  assert.equal([evidence.seeds, plannedSeeds, folds], [3, 3, 3]);
  assert.equal(averagedOver, ['seed']);
  const by = JSON.parse((await rig.tfsweep(['table', 'small', '--by', 'fold', '--format', 'json'])).stdout);
  assert.is(by.table.rows.length, 3);
  assert.is(by.table.rankedOn, 'other folds');
  const one = JSON.parse((await rig.tfsweep(['table', 'small', '--filter', 'fold=2', '--format', 'json'])).stdout);
  assert.equal(
    one.table.rows.map(({planned}: {planned: number}) => planned),
    [2, 2],
  );
  rig.write(
    'folds.yaml',
    smallExperiment({
      data: {type: 'synthetic', rows: 240, components: [{type: 'sine', period: 25}], split: {folds: 3}},
      comparison: {by: 'fold'},
    }),
  );
  assert.match((await rig.tfsweep(['check', 'folds.yaml'])).stderr, /folds are no rivals/);
});

test('best and worst of folds are read alike, and rows that are left to later folds are no mistake', async () => {
  const data = {...NOISY_SINE, rows: 400, split: {folds: 6}};
  rig.write('sides.yaml', smallExperiment({name: 'sides', data, expect: ['best test_rmse <= worst test_rmse']}));
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'sides.yaml']);
  assert.is(code, 0, stdout + stderr);
  assert.match(stdout, /worst test_rmse holds/);
  assert.not.match(stderr, /in no split/);
});

test('a diff of folds takes each seed for one draw, its mean over the folds', async () => {
  const data = {...NOISY_SINE, split: {folds: 3}};
  const run = async (name: string, seed: number) => {
    rig.write(
      `${name}.yaml`,
      smallExperiment({name, data, seed, sweep: {parameters: {activation: ['tanh']}, seeds: 3}}),
    );
    const {code, stderr} = await rig.tfsweep(['run', `${name}.yaml`]);
    assert.is(code, 0, stderr);
    const {trials} = resultsIn(rig.runFolder(name));
    const ofSeeds = [0, 1, 2].map(offset => {
      const own = trials.filter(trial => trial.seed === seed + offset);
      assert.is(own.length, 3);
      return (
        own.reduce((sum, trial) => sum + (trial.status === 'finished' ? Number(trial.metrics.test.rmse) : 0), 0) / 3
      );
    });
    return summarize(ofSeeds);
  };
  const [old, now] = [await run('one', 1), await run('two', 11)];
  const {stdout} = await rig.tfsweep(['diff', 'one', 'two', '--metric', 'test_rmse', '--format', 'json']);
  const [{cells}] = JSON.parse(stdout).rows;
  const expected = welch(old, now);
  assert.ok(expected && Math.abs(cells[0].probability - expected.probability) < 1e-9, `${cells[0].probability}`);
});

test('kinds of folds are compared, although one fold of both is the same', async () => {
  rig.write(
    'kinds.yaml',
    smallExperiment({
      name: 'kinds',
      data: {
        type: 'synthetic',
        rows: 240,
        components: [{type: 'sine', period: 25}],
        split: {folds: {count: 2, type: '${kind}'}},
      },
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {kind: ['expanding', 'sliding']}, seeds: 2},
      comparison: {by: 'kind'},
    }),
  );
  const {code, stderr, stdout} = await rig.tfsweep(['run', 'kinds.yaml', '--json']);
  assert.is(code, 0, stderr);
  const {table} = JSON.parse(stdout);
  assert.equal(
    table.rows.map(({finished}: {finished: number}) => finished),
    [4, 4],
  );
  const verified = await rig.tfsweep(['verify', 'kinds']);
  assert.is(verified.code, 0, verified.stdout);
});

test.after(() => rig.remove());
test.run();
