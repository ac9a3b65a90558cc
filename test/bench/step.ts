// The cost of one eager step against model.fit of tf.layers on the same backend: alternating within one run.
// Run: node dist/test/bench/step.js [wasm|cpu|native]
import {backends, isBackendName} from '../../src/engine/backends/index.js';
import {buildModel} from '../../src/model/build-model.js';
import {TrainingSession} from '../../src/training/training-session.js';
import {adam, seriesDataset, trainingSetup, twoDenseLayers, wave} from '../training-setup.js';

const ROUNDS = 9;
const STEPS = 300;
const LENGTH = 20;
const BATCH = 32;

const name = process.argv[2] ?? 'wasm';
if (!isBackendName(name)) throw new Error(`there is no backend '${name}'`);
const tf = await backends[name].load();
const {core} = tf;

const dataset = seriesDataset(wave(LENGTH + STEPS * BATCH), 1, 1);
const setup = trainingSetup(dataset, twoDenseLayers(20, 'tanh'), LENGTH, {
  optimizer: adam,
  loss: {type: 'mse'},
  epochs: 1,
  batchSize: BATCH,
  shuffle: false,
});
const session = new TrainingSession(tf, setup);
const {network} = buildModel(tf, setup.graph, 1);
network.compile({optimizer: core.train.adam(0.001, 0.9, 0.999, 1e-7), loss: 'meanSquaredError'});
const starts = [...setup.windows.starts.train].slice(0, STEPS * BATCH);
const x = core.tidy(() => {
  const rows = core.add(
    core.expandDims(core.tensor1d(starts, 'int32'), 1),
    core.tensor1d(setup.windows.offsets, 'int32'),
  );
  return core.gather(
    core.tensor2d(dataset.inputs, [dataset.dataset.rows, 1]),
    rows as ReturnType<typeof core.tensor1d>,
  );
});
const y = core.tensor2d(starts.map(start => [setup.targets.values[start + setup.windows.targetOffsets[0]]]));

/** Microseconds per step. */
async function ours(): Promise<number> {
  session.startEpoch(1);
  const begun = performance.now();
  for (let index = 0; index < STEPS; index++) {
    const step = core.scalar(index, 'int32');
    session.step(step);
    step.dispose();
  }
  session.epochVectors();
  return ((performance.now() - begun) / STEPS) * 1000;
}

/** Microseconds per step of model.fit, one epoch, nothing printed, no callbacks. */
async function fit(): Promise<number> {
  const begun = performance.now();
  await network.fit(x, y, {batchSize: BATCH, epochs: 1, shuffle: false, verbose: 0, yieldEvery: 'never'});
  return ((performance.now() - begun) / STEPS) * 1000;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
await ours();
await fit();
const times = {ours: [] as number[], fit: [] as number[]};
for (let round = 0; round < ROUNDS; round++) {
  times.ours.push(await ours());
  times.fit.push(await fit());
}
const ratios = times.ours.map((time, round) => time / times.fit[round]);
process.stdout.write(
  [
    `${name}: window ${LENGTH} -> dense 20 tanh -> dense 20 tanh -> dense 1, batch ${BATCH}, adam; ${ROUNDS} rounds of ${STEPS} steps`,
    `eager step    ${median(times.ours).toFixed(0)} us (${Math.min(...times.ours).toFixed(0)} to ${Math.max(...times.ours).toFixed(0)})`,
    `model.fit     ${median(times.fit).toFixed(0)} us (${Math.min(...times.fit).toFixed(0)} to ${Math.max(...times.fit).toFixed(0)})`,
    `ratio         ${median(ratios).toFixed(2)}`,
    '',
  ].join('\n'),
);
session.dispose();
