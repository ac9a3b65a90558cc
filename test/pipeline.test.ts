// The main job on real prices, from the shipped experiment to every file of the run folder.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse as parseCsv} from 'csv-parse/sync';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {close} from './numbers.js';
import {Rig, resultsIn, root} from './rig.js';

const rig = new Rig();
rig.copy('experiments', 'experiments');
const prices = readFileSync(join(root, 'node_modules', 'vega-datasets', 'data', 'sp500-2000.csv'));
const closes = parseCsv(prices, {columns: true}).map((row: unknown) => Number((row as {close: string}).close));
const command = ['run', 'experiments/linear-vs-tanh.yaml', '--set', 'training.epochs=2', '--set', 'sweep.seeds=3'];
const {code, stdout, stderr} = await rig.tfsweep(command);
const folder = rig.runFolder('linear-vs-tanh');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const manifest = JSON.parse(read('manifest.json'));
const trials = read('trials.jsonl')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));

test('it trains every combination with every seed', () => {
  assert.is(code, 0, stderr);
  assert.is(trials.length, 12);
  assert.is(new Set(trials.map(({id}) => id)).size, 12);
  for (const activation of ['linear', 'tanh'])
    for (const window of [10, 20])
      for (const seed of [42, 43, 44])
        assert.is(
          trials.filter(
            trial =>
              trial.parameters.activation === activation && trial.parameters.window === window && trial.seed === seed,
          ).length,
          1,
        );
});

test('a trial holds every metric of every split, in the units of the prices and as trained', () => {
  const train = closes.slice(0, Math.floor(closes.length * 0.7));
  const mean = train.reduce((sum: number, x: number) => sum + x, 0) / train.length;
  const deviation = Math.sqrt(train.reduce((sum: number, x: number) => sum + (x - mean) ** 2, 0) / train.length);
  for (const {metrics, history, diagnostics} of trials) {
    for (const split of ['train', 'validation', 'test']) {
      const {standardized, ...own} = metrics[split];
      assert.equal(Object.keys(own), ['mse', 'rmse', 'mae', 'mape', 'smape', 'mase', 'r2', 'directional_accuracy']);
      close([own.rmse], [Math.sqrt(own.mse)], 1e-12, 'rmse');
      close([standardized.rmse * deviation], [own.rmse], 1e-9, 'standardized rmse, undone');
    }
    // Two epochs over 70 % of the rows, less the first window.
    const steps = Math.ceil((train.length - trials[0].parameters.window) / 32);
    assert.ok(Math.abs(diagnostics.steps - 2 * steps) <= 2);
    assert.equal(
      history.map(({epoch}: {epoch: number}) => epoch),
      [1, 2],
    );
    assert.ok(history[1].loss < history[0].loss, 'it learns');
  }
});

test('MASE is over the error of repeating the last close on all training rows, whatever the window', () => {
  const train = closes.slice(0, Math.floor(closes.length * 0.7));
  const changes = train.slice(1).map((value: number, t: number) => Math.abs(value - train[t]));
  const naive = changes.reduce((sum: number, x: number) => sum + x, 0) / changes.length;
  assert.is(new Set(trials.map(({parameters}) => parameters.window)).size, 2);
  for (const {metrics} of trials) close([metrics.test.mase * naive], [metrics.test.mae], 1e-9, 'mae');
});

test('the manifest tells what it takes to understand the run', () => {
  assert.is(manifest.data[0].sha256, createHash('sha256').update(prices).digest('hex'));
  assert.is(manifest.data[0].rows, 5105);
  assert.is(manifest.experiment.written, readFileSync(join(root, 'experiments', 'linear-vs-tanh.yaml'), 'utf8'));
  assert.equal(manifest.experiment.overrides, ['training.epochs=2', 'sweep.seeds=3']);
  const {first, combinations} = manifest.experiment.resolved;
  assert.is(first.window.length, 10);
  assert.is(first.training.batchSize, 32);
  assert.equal(combinations[3].but, {
    '/window/length': 20,
    '/model/layers/1/activation': 'tanh',
    '/model/layers/2/activation': 'tanh',
  });
  const [, , , last] = resultsIn(rig.runFolder('linear-vs-tanh')).manifest.experiment.resolved;
  assert.is(last.experiment.window.length, 20);
  assert.equal(last.trials, manifest.trials.slice(9));
  assert.is(manifest.toolchain.backend, 'wasm');
  assert.is(manifest.toolchain.engine, 'compiled');
  assert.is(manifest.versions.node, process.versions.node);
  const {wallSeconds, trainSeconds, compileSeconds, trialSteps, trials: trained, workers} = manifest.timing;
  assert.ok(wallSeconds >= trainSeconds && trainSeconds > 0);
  assert.ok(compileSeconds > 0 && compileSeconds < wallSeconds * workers);
  assert.is(trained, 12);
  assert.is(
    trialSteps,
    trials.reduce((sum, {diagnostics}) => sum + diagnostics.steps, 0),
  );
  assert.ok(workers >= 1);
});

test('the tables hold mean and deviation of the trials', () => {
  const rows = parseCsv(read('table.csv'), {columns: true}) as Record<string, string>[];
  assert.is(rows.length, 4);
  for (const row of rows) {
    const own = trials.filter(
      ({parameters}) => parameters.activation === row.activation && String(parameters.window) === row.window,
    );
    const values = own.map(({metrics}) => metrics.test.rmse);
    const mean = values.reduce((sum, x) => sum + x, 0) / 3;
    close([Number(row.test_rmse_mean)], [mean], 1e-12, 'mean');
    close(
      [Number(row.test_rmse_deviation)],
      [Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2)],
      1e-9,
      'deviation',
    );
  }
  assert.match(
    read('table.md'),
    '| activation | window | validation_rmse | test_rmse | test_mae | test_mase | test_directional_accuracy | trials |',
  );
  const ofBaselines = read('table.md').split('\n').slice(6).join('\n');
  for (const once of ['naive', 'drift'])
    assert.is(ofBaselines.match(new RegExp(`^\\| ${once} \\|`, 'gm'))?.length, 1, once);
  assert.match(
    ofBaselines,
    /^\| window-mean \| 10 \| [\s\S]*^\| window-mean \| 20 \| /m,
    'each window has its own mean',
  );
});

test('the table is printed, the best row marked, and a sentence answers the question', () => {
  assert.match(stdout, /│ activation +│ window │/);
  assert.match(stdout, /│ linear +│ \d+ +│ +[\d.]+ ± [\d.]+ \*/);
  assert.match(
    stdout,
    /activation: linear is ahead of tanh, but there are too few seeds to tell \(3 seeds; it takes at least 6, .*\): test_rmse .*; ahead in 3 of 3 seeds, each averaged over window\./,
  );
  const comparison = JSON.parse(read('comparison.json'));
  assert.is(comparison.differences[0].better, 'linear');
  assert.is(comparison.differences[0].evidence.seeds, 3);
});

test('--json is one document and nothing else on stdout', async () => {
  const json = await rig.tfsweep([...command, '--json']);
  const document = JSON.parse(json.stdout);
  assert.is(document.run, manifest.run);
  assert.is(document.finished, 12);
  assert.is(document.table.rows.length, 4);
  assert.is(document.comparison.differences[0].better, 'linear');
});

test('every shipped experiment trains', async () => {
  for (const name of ['dummy-sine', 'weather']) {
    const run = await rig.tfsweep([
      'run',
      `experiments/${name}.yaml`,
      '--set',
      'training.epochs=1',
      '--set',
      'sweep.seeds=1',
      // What is expected of the whole training is too much to ask of one epoch.
      '--set',
      'expect=[]',
    ]);
    assert.is(run.code, 0, run.stderr);
  }
});

test('on a wave without noise a small network is far better than repeating the last value', async () => {
  const args = [
    '--set',
    'data.components=[{type: sine, period: 25}]',
    '--set',
    'sweep.seeds=1',
    '--set',
    'training.epochs=15',
    '--set',
    'sweep.parameters.window=[10]',
    '--set',
    'expect=[]',
  ];
  const run = await rig.tfsweep(['run', 'experiments/dummy-sine.yaml', ...args, '--json', '--out', 'sine']);
  assert.is(run.code, 0, run.stderr);
  const {table} = JSON.parse(run.stdout);
  for (const {metrics} of table.rows) assert.ok(metrics.test_mase.mean < 0.2, `MASE ${metrics.test_mase.mean}`);
});

test.after(() => rig.remove());
test.run();
