import {test} from 'uvu';
import type {LayerEntry} from '../src/model/layers/index.js';
import type {LossEntry} from '../src/training/losses/index.js';
import type {OptimizerEntry} from '../src/training/optimizers/index.js';
import {TrainingSession} from '../src/training/training-session.js';
import {loadBackend} from './backend-under-test.js';
import {close, fixture, type Numbers} from './numbers.js';
import {seriesDataset, trainingSetup} from './training-setup.js';

interface TrainingCase {
  readonly name: string;
  readonly layers: LayerEntry[];
  readonly series: Numbers;
  readonly length: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerEntry;
  readonly loss: LossEntry;
  readonly start: readonly Numbers[];
  readonly history: readonly number[];
  readonly end: readonly Numbers[];
}

// Every batch but the last is whole: the smaller last step is trained and weighed as Keras does it.
for (const {name, layers, series, length, batchSize, optimizer, loss, start, history, end} of fixture<TrainingCase>(
  'keras-training',
)) {
  test(`training ${name} equals Keras' fit`, async () => {
    const tf = await loadBackend();
    const dataset = seriesDataset(Float32Array.from(series.values), 1, 1);
    const training = {optimizer, loss, epochs: history.length, batchSize, shuffle: false};
    const session = new TrainingSession(tf, trainingSetup(dataset, layers, length, training));
    session.writeWeights(start.map(({values}) => Float32Array.from(values)));
    const losses = history.map((_, index) => {
      session.startEpoch(index + 1);
      for (let step = 0; step < session.contract.sizes.wholeSteps; step++) session.step(tf.core.scalar(step, 'int32'));
      session.remainderStep();
      return session.epochVectors().loss[0];
    });
    close(losses, history, 2e-6, 'loss per epoch');
    session.readWeights().forEach((weights, index) => {
      close(weights, end[index].values, 2e-5, `weight ${index} at the end`);
    });
    session.dispose();
  });
}

test.run();
