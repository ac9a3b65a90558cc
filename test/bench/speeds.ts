// What src/engine/choose/expected-time.ts is fitted to: steps of 14 networks by every engine, in processes of one thread. Prints a
// line of JSON per measurement; fit_speeds.py makes the table of them. Takes a quarter of an hour.
// Run after `tfsweep backend install`: node dist/test/bench/speeds.js > speeds.jsonl; python test/bench/fit_speeds.py speeds.jsonl
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {backends} from '../../src/engine/backends/index.js';
import {Trainer} from '../../src/engine/trainer.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from '../training-setup.js';

type Kind = 'dense' | 'simple-rnn' | 'lstm' | 'gru';
const NETWORKS: readonly (readonly [Kind, units: number, length: number, batch: number])[] = [
  ['dense', 8, 10, 16],
  ['dense', 20, 20, 32],
  ['dense', 64, 50, 64],
  ['dense', 128, 100, 128],
  ['dense', 256, 100, 256],
  ['dense', 512, 100, 256],
  ['simple-rnn', 20, 20, 32],
  ['simple-rnn', 64, 50, 32],
  ['lstm', 8, 10, 32],
  ['lstm', 20, 20, 32],
  ['lstm', 64, 20, 64],
  ['lstm', 128, 50, 32],
  ['gru', 20, 20, 32],
  ['gru', 64, 50, 64],
];
/** Engines, and how many trials they train together. */
const ENGINES = [
  ['wasm', 'compiled', [1]],
  ['native', 'graph', [1, 4, 16]],
  ['native', 'xla', [1, 4, 16]],
  ['native', 'eager', [1]],
] as const;
const TRAINED_WINDOWS = 1696;
const MILLISECONDS = 1500;

async function measure(index: number, engineIndex: number, trials: number): Promise<Record<string, unknown>> {
  const [kind, units, length, batch] = NETWORKS[index];
  const [backend, engine] = ENGINES[engineIndex];
  const dataset = seriesDataset(wave(TRAINED_WINDOWS + length + 90), 1, 0.95);
  const layers = kind === 'dense' ? twoDenseLayers(units, 'tanh') : [recurrentLayer(kind, units), denseLayer(1)];
  const trainer = new Trainer(backend);
  await trainer.ready([engine]);
  const train = async (epochs: number) => {
    const training = {optimizer: adam, loss: {type: 'mse'}, epochs, batchSize: batch, shuffle: true} as const;
    const setups = Array.from({length: trials}, (_, seed) => trainingSetup(dataset, layers, length, training, seed));
    const begun = performance.now();
    const trained = await trainer.train(engine, setups, trials, async () => {});
    const compiling = trained.reduce((sum, {compileSeconds}) => sum + compileSeconds, 0);
    return {milliseconds: performance.now() - begun - 1000 * compiling, compiling};
  };
  const {compiling} = await train(1);
  const once = (await train(1)).milliseconds;
  const epochs = Math.max(4, Math.min(200, Math.round(MILLISECONDS / once)));
  const milliseconds = Math.min((await train(epochs)).milliseconds, (await train(epochs)).milliseconds);
  const steps = Math.ceil(TRAINED_WINDOWS / batch) * epochs * trials;
  return {kind, units, length, batch, engine, trials, compiling, microseconds: (1000 * milliseconds) / steps};
}

const [index, engineIndex, trials] = process.argv.slice(2).map(Number);
if (index !== undefined) {
  process.stdout.write(`${JSON.stringify(await measure(index, engineIndex, trials))}\n`);
  process.exit(0);
}
if (!backends.native.status().works) throw new Error('the native backend is not installed');
const env = {
  ...process.env,
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_CPU_ALLOCATOR_USE_BFC: 'true',
};
for (const [network, [kind, units, length]] of NETWORKS.entries())
  for (const [at, [, engine, counts]] of ENGINES.entries())
    for (const count of counts) {
      // XLA would take minutes to compile the longer recurrent ones.
      if (engine === 'xla' && kind !== 'dense' && (units * length > 400 || count !== 4)) continue;
      const args = [fileURLToPath(import.meta.url), String(network), String(at), String(count)];
      const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: 'utf8', env});
      if (status !== 0) throw new Error(stderr.slice(-2000));
      process.stdout.write(stdout);
    }
