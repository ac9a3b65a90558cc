// Times eager steps of one network on one backend, in this process; backends.ts calls it. Prints microseconds per step.
import {backends, isBackendName} from '../../src/engine/backends/index.js';
import {TrainingSession} from '../../src/training/training-session.js';
import {adam, seriesDataset, trainingSetup, twoDenseLayers, wave} from '../training-setup.js';

const [name, units, length, batchSize] = process.argv.slice(2);
if (!isBackendName(name)) throw new Error(`there is no backend '${name}'`);
const tf = await backends[name].load();
const batch = Number(batchSize);
const dataset = seriesDataset(wave(Number(length) + 4 * batch), 1, 1);
const setup = trainingSetup(dataset, twoDenseLayers(Number(units), 'tanh'), Number(length), {
  optimizer: adam,
  loss: {type: 'mse'},
  epochs: 1,
  batchSize: batch,
  shuffle: false,
});
const session = new TrainingSession(tf, setup);
session.startEpoch(1);
const step = tf.core.scalar(0, 'int32');
const run = (steps: number) => {
  const begun = performance.now();
  for (let index = 0; index < steps; index++) session.step(step);
  session.epochLoss();
  return (performance.now() - begun) / steps;
};
run(10);
const steps = Math.max(5, Math.min(300, Math.round(400 / run(5))));
process.stdout.write(`${(1000 * Math.min(run(steps), run(steps), run(steps))).toFixed(0)}\n`);
