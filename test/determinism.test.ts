// The same bits for a trial, whatever is around it.
import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {wasm} from '../src/engine/backends/wasm.js';
import {buildModel} from '../src/model/build-model.js';
import {Rig, smallExperiment, trainSmall} from './rig.js';
import {adam, denseLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

// Everything that draws random numbers: data, weights, order of rows, dropout; a smaller last batch, early stopping.
const experiment = smallExperiment({
  model: {
    layers: [
      {type: 'lstm', units: 5, activation: '${activation}', returnSequences: true},
      {type: 'gru', units: 4},
      {type: 'dropout', rate: 0.2},
      {type: 'dense', units: 1},
    ],
  },
  training: {epochs: 6, batchSize: 13, loss: 'huber', earlyStopping: {patience: 2}},
});

const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 1, batchSize: 8, shuffle: true} as const;

const trialsOf = (args: readonly string[]) => trainSmall(experiment, ...args);

const reference = await trialsOf(['--workers', '1']);

test('two workers give the bits of one', async () => {
  const trials = await trialsOf(['--workers', '2']);
  assert.is(trials.size, 4);
  for (const [id, trial] of reference) assert.is(trials.get(id), trial);
});

test('a trial alone gives the bits that it has among others', async () => {
  const alone = await trialsOf(['--set', 'sweep.parameters.activation=[tanh]', '--set', 'sweep.seeds=1']);
  assert.is(alone.size, 1);
  for (const [id, trial] of alone) assert.is(trial, reference.get(id));
});

test('shards give the bits of the whole, each trial once; their journals, put together, are the whole run', async () => {
  const [one, two] = [new Rig(), new Rig()];
  for (const [rig, shard] of [
    [one, '1/2'],
    [two, '2/2'],
  ] as const) {
    rig.write('small.yaml', experiment);
    assert.is((await rig.tfsweep(['run', 'small.yaml', '--shard', shard])).code, 0);
  }
  assert.is(one.trials('small').size + two.trials('small').size, reference.size);
  const journal = readFileSync(join(two.runFolder('small'), 'trials.jsonl'));
  appendFileSync(join(one.runFolder('small'), 'trials.jsonl'), journal);
  assert.match((await one.tfsweep(['run', 'small.yaml'])).stderr, '4 trials on wasm, compiled, all trained before');
  for (const [id, trial] of one.trials('small')) assert.is(trial, reference.get(id));
  one.remove();
  two.remove();
});

test('comments, order of keys and the name of the data file do not change the run', async () => {
  const rig = new Rig();
  rig.write('one/data.csv', 'a,b\n'.concat(Array.from({length: 80}, (_, t) => `${t},${(t * 7) % 13}\n`).join('')));
  rig.write('two/other.csv', rig.read('one/data.csv'));
  rig.write(
    'one/e.yaml',
    'version: 1\nname: same\ndata: {type: csv, path: data.csv, columns: [a, b], target: b}\nwindow: {length: 4}\nmodel: {layers: [flatten, {type: dense, units: 1}]}\ntraining: {epochs: 1}\n',
  );
  rig.write(
    'two/e.yaml',
    '# the same, otherwise written\ntraining:\n  epochs: 1\n  batchSize: 32\nmodel:\n  layers:\n    - {type: flatten}\n    - {units: 1, type: dense, activation: linear}\nwindow: {horizon: 1, length: 4}\ndata:\n  target: b\n  columns: [a, b]\n  path: other.csv\n  type: csv\ndescription: told differently\nname: same\nversion: 1\n',
  );
  assert.is((await rig.tfsweep(['run', 'one/e.yaml'])).code, 0);
  const again = await rig.tfsweep(['run', 'two/e.yaml']);
  assert.match(again.stderr, 'all trained before');
  assert.ok(rig.runFolder('same'));
  const changed = await rig.tfsweep(['run', 'two/e.yaml', '--set', 'training.epochs=2']);
  assert.not.match(changed.stderr, 'trained before');
  rig.remove();
});

test('the same seed gives every activation the same initial weights; another seed gives others', async () => {
  const tf = await wasm.load();
  const weights = (activation: 'linear' | 'tanh', seed: number) => {
    const layers = [{type: 'flatten'} as const, denseLayer(6, activation), denseLayer(1)];
    const {graph} = trainingSetup(seriesDataset(wave(50)), layers, 5, training);
    return buildModel(tf, graph, seed)
      .network.getWeights()
      .map(weight => [...weight.dataSync()]);
  };
  assert.equal(weights('linear', 42), weights('tanh', 42));
  assert.not.equal(weights('linear', 43), weights('linear', 42));
});

test.run();
