// Combinations that are measured on other target rows are compared on those that all share.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {ForecastRecord} from '../src/run/records/forecast-record.js';
import type {SeriesFile} from '../src/run/records/series-record.js';
import {close} from './numbers.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const rig = new Rig();
const strides = smallExperiment({
  name: 'strides',
  window: {length: 5, stride: '${stride}'},
  sweep: {parameters: {stride: [1, 2, 3], activation: ['linear', 'tanh']}, seeds: 8},
  comparison: {by: 'stride'},
  expect: ['test_rmse of stride=1 < 10 * stride=3'],
});
rig.write('strides.yaml', strides);
const run = await rig.tfsweep(['run', 'strides.yaml']);
const lines = (name: string): ForecastRecord[] =>
  readFileSync(join(rig.runFolder(name), 'forecasts.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

test('shared metrics are those of the forecasts on the rows that all have', () => {
  assert.is(run.code, 0, run.stderr);
  const {trials} = resultsIn(rig.runFolder('strides'));
  const {series}: SeriesFile = JSON.parse(readFileSync(join(rig.runFolder('strides'), 'data.json'), 'utf8'));
  const [{test: truth}] = series;
  const forecasts = lines('strides');
  assert.is(forecasts.length, 6);
  const names = new Set<string>();
  for (const {id, first, step, values} of forecasts) {
    const trial = trials.find(one => one.id === id);
    if (trial?.status !== 'finished') throw new Error(`no trial ${id}`);
    // Strides 1, 2 and 3 from the first test row on meet at every sixth.
    const rows = values.map((_, index) => first + step * index).filter(row => (row - truth.begin) % 6 === 0);
    assert.equal(rows, [204, 210, 216, 222, 228, 234]);
    const squares = rows.map(row => (values[(row - first) / step] - truth.values[row - truth.begin]) ** 2);
    const {rows: shared, metrics, name} = trial.shared?.test ?? {rows: 0, metrics: undefined, name: ''};
    assert.is(shared, 6);
    close([metrics?.rmse ?? 0], [Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / 6)], 1e-5, 'rmse');
    names.add(name);
  }
  assert.is(names.size, 1);
});

test('windows of different numbers of steps are compared on the steps that all forecast', async () => {
  rig.write(
    'steps.yaml',
    smallExperiment({
      name: 'steps',
      window: {length: 5, steps: '${steps}'},
      model: {layers: ['flatten', {type: 'dense', units: '${steps}'}]},
      sweep: {parameters: {steps: [1, 4]}, seeds: 2},
      comparison: {by: 'steps'},
    }),
  );
  const {code, stderr} = await rig.tfsweep(['run', 'steps.yaml']);
  assert.is(code, 0, stderr);
  const {trials} = resultsIn(rig.runFolder('steps'));
  for (const trial of trials) {
    if (trial.status !== 'finished') throw new Error(trial.error.message);
    const {rows = 0, metrics} = trial.shared?.test ?? {};
    // The last three windows of one step have no fourth one.
    assert.is(rows, 33);
    if (trial.parameters.steps === 4) assert.is(metrics?.rmse, trial.steps?.test.rmse?.[0]);
    else assert.is.not(metrics?.rmse, trial.metrics.test.rmse);
  }
});

test('steps by themselves are not compared where target rows differ', async () => {
  const args = ['table', 'steps', '--metric', 'test_rmse@1', '--by', 'steps', '--format', 'json'];
  const [difference] = JSON.parse((await rig.tfsweep(args)).stdout).comparison.differences;
  assert.equal([difference.verdict, difference.sharedRows], ['other rows', 'unknown']);
});

test('the sentence says on which rows, and the table that its numbers are of others', () => {
  assert.match(run.stdout, 'Compared on the 6 target rows that all combinations share.');
  assert.match(run.stdout, "this table's numbers are of different target rows: don't compare them");
  assert.match(run.stdout, 'expect: test_rmse of stride=1 < 10 * stride=3 holds');
});

test('a parameter that changes no target row is compared on all of them', async () => {
  const {stdout} = await rig.tfsweep(['table', 'strides', '--by', 'activation', '--format', 'json']);
  assert.is(JSON.parse(stdout).comparison.differences[0].sharedRows, null);
});

test('where no row is shared there is no verdict', async () => {
  const wave = `value\n${Array.from({length: 240}, (_, row) => Math.sin(row / 4)).join('\n')}\n`;
  rig.write('one.csv', wave);
  rig.write('other.csv', wave.replaceAll('0.', '0.1'));
  rig.write(
    'files.yaml',
    smallExperiment({
      name: 'files',
      data: {type: 'csv', path: '${path}', target: 'value'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {path: ['one.csv', 'other.csv']}, seeds: 6},
      comparison: {by: 'path'},
      expect: ['test_rmse of one.csv < other.csv'],
    }),
  );
  const {code, stdout} = await rig.tfsweep(['run', 'files.yaml']);
  assert.is(code, 1);
  assert.match(stdout, /have no verdict: they are measured on different target rows, /);
  assert.match(stdout, 'missed: no number: they are measured on different target rows, ');
});

test('rows that are dropped are other rows, by the source’s own numbers', async () => {
  const values = Array.from({length: 240}, (_, row) => (row % 50 === 7 ? '' : String(Math.sin(row / 4))));
  rig.write('gaps.csv', `t,value\n${values.map((value, row) => `${row},${value}`).join('\n')}\n`);
  rig.write(
    'missing.yaml',
    smallExperiment({
      name: 'missing',
      data: {type: 'csv', path: 'gaps.csv', target: 'value', columns: ['value'], missing: '${missing}'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {missing: ['drop', 'interpolate', 'forward-fill']}, seeds: 6},
      comparison: {by: 'missing'},
    }),
  );
  const {code, stderr} = await rig.tfsweep(['run', 'missing.yaml']);
  assert.is(code, 0, stderr);
  const {series}: SeriesFile = JSON.parse(readFileSync(join(rig.runFolder('missing'), 'data.json'), 'utf8'));
  // What was filled in or dropped is the truth of its own forecasts only.
  assert.is(series.length, 3);
  assert.is(new Set(lines('missing').map(line => line.series)).size, 3);
  const {trials} = resultsIn(rig.runFolder('missing'));
  const shared = trials.map(trial => (trial.status === 'finished' ? trial.shared?.test : undefined));
  assert.is(new Set(shared.map(one => `${one?.name} ${one?.rows}`)).size, 1);
  // Rows 204 to 239 but for 207 are measured by interpolate; drop has 235 rows, and measures its last 36.
  assert.is(shared[0]?.rows, 35);
});

test('a file with one unused column more has the same target rows, and strides share rows within each file', async () => {
  const wave = Array.from({length: 240}, (_, row) => Math.sin(row / 4));
  rig.write('plain.csv', `value\n${wave.join('\n')}\n`);
  rig.write('wider.csv', `value,more\n${wave.map(value => `${value},7`).join('\n')}\n`);
  rig.write('far.csv', `value\n${wave.map(value => value * 100).join('\n')}\n`);
  const files = (path: readonly string[]) =>
    smallExperiment({
      name: `wider-${path.length}`,
      data: {type: 'csv', path: '${path}', columns: ['value']},
      window: {length: 5, stride: '${stride}'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {path, stride: [1, 3]}, seeds: 6},
      comparison: {by: 'path'},
    });
  rig.write('same.yaml', files(['plain.csv', 'wider.csv']));
  // Two files of the same numbers train the same.
  assert.match((await rig.tfsweep(['run', 'same.yaml'])).stdout, 'plain.csv and wider.csv are practically the same');
  rig.write('far.yaml', files(['plain.csv', 'wider.csv', 'far.csv']));
  await rig.tfsweep(['run', 'far.yaml']);
  const {stdout} = await rig.tfsweep(['table', 'far.yaml', '--by', 'stride', '--format', 'json']);
  const [{sharedRows, evidence}] = JSON.parse(stdout).comparison.differences;
  assert.is(sharedRows, 12);
  assert.is(evidence.seeds, 6);
});

test('what was measured against different naive errors has no verdict', async () => {
  rig.write(
    'horizon.yaml',
    smallExperiment({
      name: 'horizon',
      window: {length: 5, horizon: '${horizon}'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {horizon: [1, 4]}, seeds: 6},
      comparison: {by: 'horizon', metric: 'test_mase'},
      expect: ['test_mase of horizon=1 < horizon=4', 'test_mae of horizon=1 < 100 * horizon=4'],
    }),
  );
  const {stdout} = await rig.tfsweep(['run', 'horizon.yaml']);
  assert.match(stdout, 'have no verdict: they are measured against different naive errors');
  assert.match(stdout, 'expect: test_mase of horizon=1 < horizon=4 missed');
  assert.match(stdout, 'expect: test_mae of horizon=1 < 100 * horizon=4 holds');
  assert.not.match(stdout, ' * │');
});

test('sides of different splits, and of the same rows in each combination, are read as recorded', async () => {
  rig.write(
    'sides.yaml',
    smallExperiment({
      name: 'sides',
      window: {length: '${window}', stride: '${stride}'},
      sweep: {parameters: {window: [4, 8], stride: [1, 3], activation: ['linear', 'tanh']}, seeds: 2},
      expect: ['test_rmse < 1000 * train_rmse', 'test_rmse of linear < 1000 * tanh'],
    }),
  );
  const {code, stdout} = await rig.tfsweep(['run', 'sides.yaml']);
  assert.is(code, 0, stdout);
  const {trials} = resultsIn(rig.runFolder('sides'));
  const linear = trials.flatMap(trial =>
    trial.status === 'finished' && trial.parameters.activation === 'linear' ? [trial.metrics.test.rmse ?? 0] : [],
  );
  const mean = linear.reduce((sum, one) => sum + one, 0) / linear.length;
  assert.match(stdout, `test_rmse of linear < 1000 * tanh holds: ${Number(mean.toPrecision(5))} <`);
});

test('best of one against best of another is read on the rows that all share', async () => {
  rig.write(
    'strides.yaml',
    strides.replace('test_rmse of stride=1 < 10 * stride=3', 'best test_rmse of linear < 100 * best test_rmse of tanh'),
  );
  const {code, stdout} = await rig.tfsweep(['run', 'strides.yaml']);
  assert.is(code, 0, stdout);
  const {trials} = resultsIn(rig.runFolder('strides'));
  const shared = trials.flatMap(trial =>
    trial.status === 'finished' ? [Number(trial.shared?.test?.metrics.rmse)] : [],
  );
  const [, told] = /linear < 100 \* best test_rmse of tanh holds: ([\d.]+) </.exec(stdout) ?? [];
  // The mean of one row of eight seeds, on shared rows.
  const means = Array.from(
    {length: shared.length / 8},
    (_, row) => shared.slice(8 * row, 8 * row + 8).reduce((a, b) => a + b) / 8,
  );
  assert.ok(
    means.some(mean => Number(mean.toPrecision(5)) === Number(told)),
    told,
  );
  rig.write('strides.yaml', strides);
  await rig.tfsweep(['run', 'strides.yaml']);
});

test('trials and pivots say that they are of different target rows', async () => {
  for (const option of [['--trials'], ['--pivot', 'activation,stride']]) {
    const {stdout} = await rig.tfsweep(['table', 'strides', ...option]);
    assert.match(stdout, "this table's numbers are of different target rows: don't compare them");
  }
  assert.match(
    (await rig.tfsweep(['table', 'strides', '--trials'])).stdout,
    'best validation_rmse on the 6 target rows that all share',
  );
});

test('a metric that is no number in some trials does not hold on the others', async () => {
  rig.write(
    'undefined.yaml',
    smallExperiment({
      name: 'undefined',
      window: {length: 5, stride: '${stride}'},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      sweep: {parameters: {stride: [1, 50]}, seeds: 6},
      comparison: {by: 'stride', metric: 'test_r2'},
      expect: ['test_r2 < 2', 'test_r2 finished < 2'],
    }),
  );
  const {code, stdout} = await rig.tfsweep(['run', 'undefined.yaml']);
  assert.is(code, 1);
  assert.match(stdout, 'expect: test_r2 < 2 missed: 6 trials that it is about finished without such a number');
  assert.match(stdout, 'expect: test_r2 finished < 2 holds');
});

test('a run that did not note its rows is the same as itself, and best by nothing it does not know', async () => {
  const folder = rig.runFolder('strides');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  manifest.experiment.resolved.rows = [];
  const trials = readFileSync(join(folder, 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => {
      const {shared: _, ...trial} = JSON.parse(line);
      return `${JSON.stringify(trial)}\n`;
    });
  rig.write('older/manifest.json', JSON.stringify({...manifest, expect: ['best test_rmse < 100']}));
  rig.write('older/trials.jsonl', trials.join(''));
  const {code, stdout} = await rig.tfsweep(['diff', 'older', 'strides']);
  assert.is(code, 0, stdout);
  const table = await rig.tfsweep(['table', 'older']);
  assert.match(table.stdout, 'it was not noted which ones they share');
  assert.match(table.stdout, 'expect: best test_rmse < 100 missed: there is no number on the left side');
  assert.not.match(table.stdout, ' * │');
});

test('a diff of runs that are measured on other rows says so', async () => {
  rig.write('one.yaml', smallExperiment({name: 'one'}));
  rig.write('two.yaml', smallExperiment({name: 'one', window: {length: 8, stride: 2}}));
  assert.is((await rig.tfsweep(['run', 'one.yaml'])).code, 0);
  assert.is((await rig.tfsweep(['run', 'two.yaml'])).code, 0);
  const {code, stdout} = await rig.tfsweep(['diff', 'one.yaml', 'two.yaml']);
  assert.is(code, 1);
  assert.match(stdout, 'other rows or scale');
});

test.after(() => rig.remove());
test.run();
