// Our training step against model.fit of tf.layers, step by step: same initial weights, order of rows, optimizer settings.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {buildModel} from '../src/model/build-model.js';
import {generator, permutation} from '../src/random/generator.js';
import type {TrainingEntry} from '../src/training/training-entry.js';
import {TrainingSession} from '../src/training/training-session.js';
import {loadBackend} from './backend-under-test.js';
import {close} from './numbers.js';
import {adam, seriesDataset, trainingSetup, twoDenseLayers, wave} from './training-setup.js';

const LENGTH = 20;
const BATCH = 32;
const EPOCHS = 3;
const layers = twoDenseLayers(20, 'tanh');
const dataset = seriesDataset(wave(300));

type Optimizers = 'adam' | 'sgd' | 'momentum' | 'rmsprop';
// TensorFlow.js adds Adam's epsilon after the bias correction, Keras (as we do) before it: one too small to matter.
const EPSILON = 1e-10;
const entries: Record<Optimizers, TrainingEntry['optimizer']> = {
  adam: {...adam, epsilon: EPSILON},
  sgd: {type: 'sgd', learningRate: 0.01, momentum: 0, nesterov: false},
  momentum: {type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false},
  rmsprop: {type: 'rmsprop', learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7},
};

for (const [name, optimizer] of Object.entries(entries)) {
  test(`every step with ${name} equals model.fit`, async () => {
    const tf = await loadBackend();
    const {core} = tf;
    const fitOptimizer = {
      adam: () => core.train.adam(0.001, 0.9, 0.999, EPSILON),
      sgd: () => core.train.sgd(0.01),
      momentum: () => core.train.momentum(0.01, 0.9),
      rmsprop: () => core.train.rmsprop(0.001, 0.9, 0, 1e-7),
    }[name as Optimizers]();
    const setup = trainingSetup(
      dataset,
      layers,
      LENGTH,
      {optimizer, loss: {type: 'mse'}, epochs: EPOCHS, batchSize: BATCH, shuffle: true},
      5,
    );
    const session = new TrainingSession(tf, setup);
    const {network} = buildModel(tf, setup.graph, 5);
    network.compile({optimizer: fitOptimizer, loss: 'meanSquaredError'});
    const {
      starts,
      targetOffsets: [targetOffset],
    } = setup.windows;
    assert.is(starts.train.length % BATCH, 190 % BATCH, 'the last batch is a smaller one');
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      const order = permutation(generator(5, 'order', epoch), starts.train.length).map(index => starts.train[index]);
      session.startEpoch(epoch);
      for (let step = 0; step * BATCH < order.length; step++) {
        const rows = order.subarray(step * BATCH, (step + 1) * BATCH);
        const x = core.tensor3d(
          [...rows].map(start => [...dataset.inputs.subarray(start, start + LENGTH)].map(value => [value])),
        );
        const y = core.tensor2d([...rows].map(start => [setup.targets.values[start + targetOffset]]));
        await network.fit(x, y, {batchSize: BATCH, epochs: 1, shuffle: false, verbose: 0});
        if (rows.length === BATCH) session.step(core.scalar(step, 'int32'));
        else session.remainderStep();
        const theirs = network.getWeights().flatMap(weight => [...weight.dataSync()]);
        close(
          session.readWeights().flatMap(weights => [...weights]),
          theirs,
          1e-5,
          `epoch ${epoch} step ${step}`,
        );
      }
    }
    session.dispose();
  });
}

test.run();
