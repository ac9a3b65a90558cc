// What comes back of a training, the same from every engine: losses, forecasts of any width, and the weights that made them.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {SPLITS} from '../src/data/4-split/split.js';
import {backends} from '../src/engine/backends/index.js';
import {trainEagerly} from '../src/engine/eager/train-eagerly.js';
import {TensorFlowEngine} from '../src/engine/tensorflow/tensorflow-engine.js';
import {WebAssemblyEngine} from '../src/engine/webassembly/run/webassembly-engine.js';
import {buildModel} from '../src/model/build-model.js';
import type {TrainingOutput} from '../src/training/output.js';
import {forecastWidth, type TrainingSetup} from '../src/training/setup.js';
import {close} from './numbers.js';
import {trainingCases} from './training-cases.js';

type Finished = Extract<TrainingOutput, {status: 'finished'}>;

const nobody = async () => {};
const loadCpu = () => backends.cpu.load();
const loadNative = () => backends.native.load();
const webAssembly = new WebAssemblyEngine(loadCpu);
const tensorFlow = {
  graph: new TensorFlowEngine('graph', loadCpu, loadNative),
  xla: new TensorFlowEngine('xla', loadCpu, loadNative),
};
const isInstalled = backends.native.status().works;
if (!isInstalled) process.stdout.write('skipped: graph and xla, the native backend is not installed\n');

async function compiled(setup: TrainingSetup): Promise<TrainingOutput> {
  const found = await webAssembly.compile(setup);
  if ('refused' in found) throw new Error(found.refused.reason);
  return webAssembly.train(found.program, setup, nobody);
}

async function natively(executor: 'graph' | 'xla', setup: TrainingSetup): Promise<TrainingOutput> {
  const engine = tensorFlow[executor];
  const loaded = await engine.compile(setup, 2);
  if ('reason' in loaded) throw new Error(loaded.reason);
  // Another trial beside it: each has its own weights back.
  return (await engine.train(loaded, [{...setup, seed: setup.seed + 1}, setup], nobody))[1];
}

const engines: Readonly<Record<string, (setup: TrainingSetup) => Promise<TrainingOutput>>> = {
  eager: async setup => trainEagerly(await loadCpu(), setup, nobody),
  compiled,
  ...(isInstalled
    ? {
        graph: (setup: TrainingSetup) => natively('graph', setup),
        xla: (setup: TrainingSetup) => natively('xla', setup),
      }
    : {}),
};

const chosen = [
  'three rows at once',
  'two target columns',
  'two target columns, three rows at once',
  'a training: early stopping',
  'a training: early stopping, last weights',
  ...Object.keys(trainingCases).filter(name => /"rmsprop".*"momentum":0\.6/.test(name)),
];

for (const name of chosen) {
  const setup = trainingCases[name];
  let reference: Finished | undefined;
  for (const [engine, train] of Object.entries(engines))
    test(`${name}, by ${engine}`, async () => {
      const output = await train(setup);
      if (output.status === 'diverged') throw new Error('it diverged');
      reference ??= output;
      assert.is(output.measuredEpoch, reference.measuredEpoch);
      assert.equal(
        output.weights.map(({length}) => length),
        reference.weights.map(({length}) => length),
      );
      output.weights.forEach((values, index) => {
        close(values, reference?.weights[index] ?? [], 1e-4, `weights ${index}`);
      });
      for (const split of SPLITS) close(output.forecasts[split], reference.forecasts[split], 1e-4, split);
      close(
        output.history.map(({loss}) => loss[0]),
        reference.history.map(({loss}) => loss[0]),
        2e-5,
        'losses',
      );
      await forecastsAreOfWeights(setup, output);
      lossIsOfForecasts(setup, output);
    });
}

/** Another network, given these weights, forecasts the same. */
async function forecastsAreOfWeights({graph, data, windows}: TrainingSetup, {weights, forecasts}: Finished) {
  const tf = await loadCpu();
  const {network} = buildModel(tf, graph, 99);
  tf.core.tidy(() => {
    network.setWeights(
      weights.map((values, index) => tf.core.tensor(values, network.weights[index].shape as number[])),
    );
    const columns = data.dataset.inputs.length;
    const rows = tf.core.tensor2d(data.inputs, [data.dataset.rows, columns]);
    for (const split of SPLITS) {
      const starts = [...windows.starts[split]];
      const inputs = tf.core.stack(
        starts.map(start =>
          tf.core.gather(
            rows,
            [...windows.offsets].map(offset => start + offset),
          ),
        ),
      );
      const given = network.predict(inputs);
      if (Array.isArray(given)) throw new Error('one output is expected');
      close(given.dataSync(), forecasts[split], 1e-5, `forecasts of the weights, ${split}`);
    }
  });
  network.dispose();
}

/** The validation loss of the epoch that was measured is the mean over all numbers of its forecasts. */
function lossIsOfForecasts(setup: TrainingSetup, {forecasts, history, measuredEpoch}: Finished): void {
  const {
    windows,
    targets: {values, columns, offsets},
  } = setup;
  const targets = [...windows.starts.validation].flatMap(start =>
    [...offsets].flatMap(offset =>
      Array.from({length: columns}, (_, column) => values[(start + offset) * columns + column]),
    ),
  );
  assert.is(targets.length, forecasts.validation.length);
  assert.is(targets.length, windows.starts.validation.length * forecastWidth(setup));
  const squares = targets.map((target, index) => (target - forecasts.validation[index]) ** 2);
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  close([mean], history[measuredEpoch - 1].validation_loss, 1e-5, 'validation loss');
}

test.after(() => {
  for (const engine of Object.values(tensorFlow)) engine.dispose();
});
test.run();
