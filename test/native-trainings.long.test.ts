// TensorFlow's engines: every training of test/training-cases.ts, for two trials at once, against the compiled engine, which is
// tested against eager training.
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {heldByTensorFlow} from '../src/engine/tensorflow/graph-session.js';
import {Trainer} from '../src/engine/trainer.js';
import type {Outcome} from '../src/training/result.js';
import type {TrainingSetup} from '../src/training/setup.js';
import {distance, trainCompiled} from './compiled-training.js';
import {randomModel} from './random-models.js';
import {sameDiagnostics} from './seen.js';
import {diverging, trainingCases} from './training-cases.js';
import {adam, denseLayer, seriesDataset, trainingSetup, twoDenseLayers, wave} from './training-setup.js';

const status = backends.native.status();
if (!status.works) process.stdout.write(`skipped: the native backend is ${status.reason} (${status.remedy})\n`);
const ifInstalled = status.works ? test : test.skip;
const TOLERANCE = 2e-5;
const MODELS = Number(process.env.TFSWEEP_RANDOM_MODELS ?? 8);

const trainer = new Trainer('native');

async function trainNatively(
  engine: 'graph' | 'xla',
  setups: readonly TrainingSetup[],
  room = setups.length,
): Promise<Outcome[]> {
  const trained = await trainer.train(engine, setups, room, async () => {});
  for (const {eagerBecause} of trained) assert.is(eagerBecause, undefined);
  return trained.map(({outcome}) => outcome);
}

async function compare(engine: 'graph' | 'xla', setups: readonly TrainingSetup[], room?: number): Promise<void> {
  const native = await trainNatively(engine, setups, room);
  assert.is(native.length, setups.length);
  for (const [index, setup] of setups.entries()) {
    const [here, there] = [native[index], await trainCompiled(setup)];
    const off = distance(here, there);
    assert.ok(off <= TOLERANCE, `trial ${index} is off by ${off}`);
    if (here.status === 'finished' && there.status === 'finished') sameDiagnostics(here.diagnostics, there.diagnostics);
  }
}

const seeds = (setup: TrainingSetup, count: number): TrainingSetup[] =>
  Array.from({length: count}, (_, index) => ({...setup, seed: setup.seed + index}));

// Each activation has its own test in native-kernels.long.test.ts: one layer of them will do.
for (const [name, setup] of Object.entries(trainingCases).filter(([name]) => !/(dense|rnn|lstm|gru), /.test(name)))
  ifInstalled(`two trials by the graph executor: ${name}`, () => compare('graph', seeds(setup, 2)));

// XLA takes long to compile recurrent layers.
for (const [name, setup] of Object.entries(trainingCases).filter(([name]) =>
  /training: (\{"type":"rmsprop".*"momentum":0\.6.*|early stopping, last weights)$|network: dropout$|layers: simple-rnn$|last batch of one window: (simple-rnn|residual sum)$/.test(
    name,
  ),
))
  ifInstalled(`two trials by XLA: ${name}`, () => compare('xla', seeds(setup, 2)));

ifInstalled(`${MODELS} random models, two trials of each`, async () => {
  for (let seed = 1; seed <= MODELS; seed++) {
    const setup = randomModel(seed);
    if (setup) await compare('graph', seeds(setup, 2));
  }
});

const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 3, batchSize: 16, shuffle: true} as const;
const dataset = seriesDataset(wave(200));
const small = trainingSetup(dataset, twoDenseLayers(5, 'tanh'), 6, training);

ifInstalled('one trial, several, and fewer than a program has room for', async () => {
  await compare('graph', seeds(small, 1));
  await compare('graph', seeds(small, 5));
  await compare('graph', seeds(small, 3), 5);
  await compare('xla', seeds(small, 3), 4);
});

ifInstalled('trials that differ in numbers of the optimizer and in first weights share a program', async () => {
  const [one, two] = seeds(small, 2);
  const fast = {...two, training: {...training, optimizer: {...adam, learningRate: 0.02, beta1: 0.8}}};
  await compare('graph', [one, fast]);
});

ifInstalled('each trial stops for itself, with its own best weights', async () => {
  const earlyStopping = {patience: 2, minDelta: 0.0005, restoreBestWeights: true};
  const setup = trainingSetup(dataset, twoDenseLayers(5, 'tanh'), 6, {...training, epochs: 120, earlyStopping});
  const trials = seeds(setup, 6);
  for (const engine of ['graph', 'xla'] as const) await compare(engine, trials);
  const epochs = (await trainNatively('graph', trials)).map(({history}) => history.length);
  assert.ok(new Set(epochs).size > 1, `all stopped after ${epochs[0]} epochs`);
});

ifInstalled('one that diverges fails alone, as it does elsewhere', async () => {
  const {optimizer} = diverging.training;
  const tame = {...diverging, training: {...diverging.training, optimizer: {...optimizer, learningRate: 0.001}}};
  for (const engine of ['graph', 'xla'] as const) {
    const [wild, sound] = await trainNatively(engine, [diverging, tame]);
    const expected = await trainCompiled(diverging);
    assert.is(wild.status, 'failed');
    if (wild.status === 'failed' && expected.status === 'failed') assert.equal(wild.error, expected.error);
    assert.is(wild.history.length, expected.history.length);
    assert.is(sound.status, 'finished');
    assert.ok(distance(sound, await trainCompiled(tame)) <= TOLERANCE);
  }
});

ifInstalled('the same bits again, in another process of TensorFlow or not', async () => {
  const twice = [await trainNatively('graph', seeds(small, 4)), await trainNatively('graph', seeds(small, 4))];
  const other = new Trainer('native');
  twice.push((await other.train('graph', seeds(small, 4), 4, async () => {})).map(({outcome}) => outcome));
  other.dispose();
  for (const outcomes of twice)
    assert.equal(
      outcomes.map(({history}) => history),
      twice[0].map(({history}) => history),
    );
});

ifInstalled('1,000 trials of 20 shapes leave no tensor, session or folder, and memory stays flat', async () => {
  const tf = await backends.native.load();
  const own = new Trainer('native');
  const shapes = Array.from({length: 20}, (_, at) =>
    trainingSetup(seriesDataset(wave(80)), [{type: 'flatten'}, denseLayer(2 + at, 'tanh'), denseLayer(1)], 4, {
      ...training,
      epochs: 1,
    }),
  );
  const before = heldByTensorFlow(tf);
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tfsweep-test-'));
  const resident: number[] = [];
  for (const shape of shapes) {
    for (let trained = 0; trained < 50; trained += 10) await own.train('graph', seeds(shape, 10), 10, async () => {});
    await backends.native.load();
    const {tensors, sessions} = heldByTensorFlow(tf);
    assert.is(tensors, before.tensors);
    assert.ok(sessions <= before.sessions + 8, `${sessions} sessions`);
    assert.equal(readdirSync(tmpdir()), []);
    resident.push(process.memoryUsage.rss());
  }
  own.dispose();
  rmSync(tmpdir(), {recursive: true});
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  assert.equal(heldByTensorFlow(tf), before);
  // Eight programs are kept; from then on nothing may be added.
  const grown = (resident[19] - resident[9]) / 2 ** 20;
  assert.ok(grown < 60, `grown by ${grown.toFixed(0)} MiB over ten shapes`);
});

test.after(() => trainer.dispose());

test.run();
