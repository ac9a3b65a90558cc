// Times steps of one network, in this process: eager ones on a backend, or compiled ones; backends.ts calls it. Prints
// microseconds per step.
import {backends, isBackendName} from '../../src/engine/backends/index.js';
import {CompiledEngine} from '../../src/engine/compiled/compiled-engine.js';
import {TrainingSession} from '../../src/training/training-session.js';
import {adam, seriesDataset, trainingSetup, twoDenseLayers, wave} from '../training-setup.js';

const [name, units, length, batchSize] = process.argv.slice(2);
const batch = Number(batchSize);
const dataset = seriesDataset(wave(Number(length) + 4 * batch), 1, 1);
const setup = trainingSetup(dataset, twoDenseLayers(Number(units), 'tanh'), Number(length), {
  optimizer: adam,
  loss: {type: 'mse'},
  epochs: 1,
  batchSize: batch,
  shuffle: false,
});
if (name === 'compiled') {
  const engine = new CompiledEngine(() => backends.cpu.load());
  const own = trainingSetup(
    seriesDataset(wave(Number(length) + 100 * batch), 1, 0.9),
    twoDenseLayers(Number(units), 'tanh'),
    Number(length),
    setup.training,
  );
  const compiled = await engine.compile(own);
  if ('refused' in compiled) throw new Error(compiled.refused.reason);
  const time = async () => {
    let steps = 0;
    const {outcome} = await engine.train(compiled.program, own, async done => {
      steps += done;
    });
    return (outcome.durationSeconds * 1e6) / steps;
  };
  await time();
  process.stdout.write(`${Math.min(await time(), await time()).toFixed(0)}\n`);
  process.exit(0);
}
if (!isBackendName(name)) throw new Error(`there is no backend '${name}'`);
const tf = await backends[name].load();
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
