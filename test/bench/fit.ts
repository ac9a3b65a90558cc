// One measurement of tf.layers' model.fit, for test/bench/compare.ts: BACKEND WORK STEPS. Prints JSON as peers.py does.
import {backends, isBackendName} from '../../src/engine/backends/index.js';
import {buildModel} from '../../src/model/build-model.js';
import {adam, seriesDataset, trainingSetup, wave} from '../training-setup.js';
import {isWork, layersOf} from './works.js';

const [name, work, wanted] = process.argv.slice(2);
if (!isBackendName(name) || !isWork(work)) throw new Error('give a backend, a work and a number of steps');
const LENGTH = 20;
const BATCH = 32;
const steps = Math.min(53, Number(wanted));
const tf = await backends[name].load();
const {core} = tf;
const dataset = seriesDataset(wave(LENGTH + steps * BATCH), 1, 1);
const setup = trainingSetup(dataset, layersOf(work), LENGTH, {
  optimizer: adam,
  loss: {type: 'mse'},
  epochs: 1,
  batchSize: BATCH,
  shuffle: false,
});
const {network} = buildModel(tf, setup.graph, 1);
network.compile({optimizer: core.train.adam(0.001, 0.9, 0.999, 1e-7), loss: 'meanSquaredError'});
const starts = Array.from({length: steps * BATCH}, (_, at) => at);
const x = core.tensor3d(starts.map(start => Array.from({length: LENGTH}, (_, t) => [dataset.inputs[start + t]])));
const y = core.tensor2d(starts.map(start => [setup.targets.values[start + LENGTH] ?? 0]));
const fit = async (epochs: number): Promise<number> => {
  const begun = performance.now();
  await network.fit(x, y, {batchSize: BATCH, epochs, shuffle: false, verbose: 0, yieldEvery: 'never'});
  return performance.now() - begun;
};
const prepared = await fit(1);
const epochs = Math.max(1, Math.round(Number(wanted) / steps));
const milliseconds = await fit(epochs);
process.stdout.write(
  `${JSON.stringify({microseconds: (milliseconds * 1000) / (epochs * steps), prepareSeconds: prepared / 1000})}\n`,
);
