// Engines as a user meets them: by name, by default, and where one can't be had.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Trainer} from '../src/engine/trainer.js';
import {prepareExperiment} from '../src/files/prepare-file.js';
import {planText} from '../src/presentation/plan-text.js';
import {styleFor} from '../src/presentation/style.js';
import {close} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';
import {adam, denseLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

const rig = new Rig();
rig.write('small.yaml', smallExperiment());
const manifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

test('an unknown engine is refused, with what was meant', async () => {
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--engine', 'compield']);
  assert.is(code, 2);
  assert.match(stderr, "there is no engine 'compield'");
  assert.match(stderr, "did you mean 'compiled'?");
});

test('the compiled engine belongs to wasm', async () => {
  for (const command of ['run', 'plan']) {
    const {code, stderr} = await rig.tfsweep([command, 'small.yaml', '--engine', 'compiled', '--backend', 'cpu']);
    assert.is(code, 2);
    assert.match(stderr, "the compiled engine makes WebAssembly, and can't be used with the cpu backend");
    assert.match(stderr, '--backend wasm, or --engine auto');
  }
});

test('auto compiles on wasm and not elsewhere; each engine is a run of its own, and their numbers agree', async () => {
  const folders: Record<string, string> = {};
  const rows: Record<string, number[]> = {};
  for (const [name, args] of Object.entries({
    auto: [],
    compiled: ['--engine', 'compiled'],
    eager: ['--engine', 'eager'],
    cpu: ['--backend', 'cpu'],
  })) {
    const {code, stdout, stderr} = await rig.tfsweep(['run', 'small.yaml', '--json', ...args]);
    assert.is(code, 0, stderr);
    const document = JSON.parse(stdout);
    folders[name] = document.folder;
    rows[name] = document.table.rows.map((row: {metrics: {test_rmse: {mean: number}}}) => row.metrics.test_rmse.mean);
  }
  assert.is(folders.auto, folders.compiled);
  assert.is(new Set(Object.values(folders)).size, 3);
  assert.equal(
    ['auto', 'eager', 'cpu'].map(name => manifest(join(rig.folder, folders[name])).toolchain.engine),
    ['compiled', 'eager', 'eager'],
  );
  assert.ok(manifest(join(rig.folder, folders.auto)).timing.compileSeconds > 0);
  assert.is(manifest(join(rig.folder, folders.eager)).timing.compileSeconds, 0);
  close(rows.compiled, rows.eager, 1e-4, 'compiled and eager');
  close(rows.compiled, rows.cpu, 1e-4, 'compiled and cpu');
});

test('plan tells the engine, numbers the trials, and shows what one of them computes', async () => {
  const {stdout} = await rig.tfsweep(['plan', 'small.yaml']);
  assert.match(stdout, 'on wasm, compiled');
  assert.match(stdout, /│ {4}3-4 │ tanh/);
  assert.not.match(stdout, 'eagerly');
  const graph = await rig.tfsweep(['plan', 'small.yaml', '--graph', '3']);
  assert.is(graph.code, 0, graph.stderr);
  for (const part of [
    /^step, as recorded: \d+ kernels$/m,
    /^step, simplified: \d+ kernels$/m,
    /^step, as compiled: \d+ loops$/m,
    /^forecast, as compiled: \d+ loops$/m,
    /= Tanh\(x: %\d+.*\) {2}# dense-1$/m,
    /^ {2}next optimizer\.mean = /m,
    /contraction .*weights\.0\.\.weights\.3\[/,
  ])
    assert.match(graph.stdout, part);
  const alone = new Rig();
  alone.write('small.yaml', smallExperiment());
  assert.is((await alone.tfsweep(['run', 'small.yaml'])).code, 0);
  const id = [...alone.trials('small')].find(([, trial]) => trial.includes('tanh'))?.[0] ?? '';
  assert.is((await alone.tfsweep(['plan', 'small.yaml', '--graph', id])).stdout, graph.stdout);
  alone.remove();
});

test('a trial that is not there can not be shown', async () => {
  for (const wanted of ['0', '5', 'abc']) {
    const {code, stderr} = await rig.tfsweep(['plan', 'small.yaml', '--graph', wanted]);
    assert.is(code, 2);
    assert.match(stderr, `there is no trial '${wanted}'`);
    assert.match(stderr, "a number from 1 to 4, or a trial's id");
  }
});

test('what can not be compiled is trained eagerly, says why, and gives the same numbers', async () => {
  const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 2, batchSize: 8, shuffle: true} as const;
  const layers = [{type: 'flatten'} as const, denseLayer(4, 'tanh'), denseLayer(1)];
  const setup = trainingSetup(seriesDataset(wave(80), 1, 0.7), layers, 5, training);
  const narrow = new Trainer('wasm', 1000);
  const [{outcome, eagerBecause, compileSeconds}] = await narrow.train('compiled', [setup], 1, async () => {});
  assert.match(eagerBecause?.reason ?? '', 'compiled it would need 1 MiB of memory');
  assert.ok(compileSeconds > 0);
  const [eager] = await new Trainer('wasm').train('eager', [setup], 1, async () => {});
  assert.is(eager.eagerBecause, undefined);
  assert.is(outcome.status, 'finished');
  if (outcome.status === 'finished' && eager.outcome.status === 'finished') {
    assert.is(outcome.diagnostics.engine, 'eager');
    assert.equal(outcome.history, eager.outcome.history);
  }
});

test('a long training of short epochs tells how far it is, and adds up its steps', async () => {
  const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 30000, batchSize: 8, shuffle: true} as const;
  const layers = [{type: 'flatten'} as const, denseLayer(4, 'tanh'), denseLayer(1)];
  const setup = trainingSetup(seriesDataset(wave(80), 1, 0.7), layers, 5, training);
  const breaths: number[] = [];
  const [{outcome}] = await new Trainer('wasm').train('compiled', [setup], 1, async steps => {
    breaths.push(steps);
  });
  assert.ok(breaths.length > 2, `${breaths.length} breaths`);
  assert.is(outcome.status, 'finished');
  if (outcome.status === 'finished')
    assert.is(
      breaths.reduce((sum, steps) => sum + steps, 0),
      outcome.diagnostics.steps,
    );
});

test('plan says beforehand what will be trained eagerly, and names the layer', async () => {
  const prepared = await prepareExperiment(join(rig.folder, 'small.yaml'), []);
  if (!prepared.ok) throw new Error('small.yaml is in order');
  const {combinations} = prepared.value;
  const refused = {reason: 'the compiled engine has no Cumsum', layer: 'wave'};
  const text = (count: number) =>
    planText(
      prepared.value,
      {
        backend: 'wasm',
        engines: ['compiled', 'compiled'],
        chosen: {backend: null, engine: null},
        refusals: [{refused, first: combinations.at(0), combinations: count}],
      },
      {style: styleFor({isTTY: false})},
    );
  assert.match(
    text(1),
    'the trials of 1 combination (activation=linear) run eagerly: the compiled engine has no Cumsum (layer wave)',
  );
  assert.match(text(2), 'all trials run eagerly: the compiled engine has no Cumsum (layer wave)');
});

test.after(() => {
  rig.remove();
});

test.run();
