// What a training takes of memory beside what is expected of it: the most that a worker had, as Linux counts it (VmHWM), of many kinds of networks.
// node dist/test/bench/memory.js [backend]
import {readFileSync} from 'node:fs';
import {prepareExperiment} from '../../src/files/prepare-file.js';
import {trainingBytes} from '../../src/plan/expected-memory.js';
import {Rig, workersOf} from '../rig.js';

const [backend = 'wasm'] = process.argv.slice(2);
const LOOK_MILLISECONDS = 10;

type Layer = string | Readonly<Record<string, unknown>>;

const dense = (units: number, activation = 'linear') => ({type: 'dense', units, activation});
const recurrent = (type: string, units: number, returnSequences = false) => ({type, units, returnSequences});

interface Case {
  readonly name: string;
  readonly rows: number;
  readonly length: number;
  readonly batchSize: number;
  readonly layers: readonly Layer[];
  readonly steps?: number;
}

const RECURRENT: readonly Case[] = ['simple-rnn', 'gru', 'lstm'].flatMap(type => [
  {name: `${type}-10-steps`, rows: 2000, length: 10, batchSize: 32, layers: [recurrent(type, 4), dense(1)]},
  {name: `${type}-400-steps`, rows: 2000, length: 400, batchSize: 32, layers: [recurrent(type, 4), dense(1)]},
  {name: `${type}-128-units`, rows: 2000, length: 100, batchSize: 256, layers: [recurrent(type, 128), dense(1)]},
  {
    name: `${type}-twice`,
    rows: 2000,
    length: 50,
    batchSize: 512,
    layers: [recurrent(type, 64, true), recurrent(type, 64), dense(1)],
  },
]);

const DROPPING: readonly Layer[] = [dense(64, 'tanh'), {type: 'dropout', rate: 0.3}, 'flatten', dense(1)];

const CASES: readonly Case[] = [
  {name: 'small', rows: 2000, length: 20, batchSize: 32, layers: ['flatten', dense(20), dense(1)]},
  {name: 'wide', rows: 2000, length: 20, batchSize: 32, layers: ['flatten', dense(3000), dense(3000), dense(1)]},
  {
    name: 'deep',
    rows: 2000,
    length: 20,
    batchSize: 256,
    layers: ['flatten', ...Array.from({length: 60}, () => dense(200, 'tanh')), dense(1)],
  },
  ...['linear', 'tanh', 'selu', 'gelu'].map(activation => ({
    name: `batch-${activation}`,
    rows: 30_000,
    length: 50,
    batchSize: 8192,
    layers: ['flatten', dense(512, activation), dense(512, activation), dense(1)],
  })),
  {name: 'long-window', rows: 60_000, length: 20_000, batchSize: 256, layers: ['flatten', dense(64), dense(1)]},
  {
    name: 'per-step',
    rows: 4000,
    length: 200,
    batchSize: 512,
    layers: [dense(64, 'tanh'), dense(64, 'tanh'), 'flatten', dense(1)],
  },
  {name: 'dropout', rows: 4000, length: 200, batchSize: 512, layers: DROPPING},
  {name: 'dropout-128', rows: 4000, length: 200, batchSize: 128, layers: DROPPING},
  {name: 'horizon', rows: 20_000, length: 50, batchSize: 512, steps: 500, layers: ['flatten', dense(64), dense(500)]},
  {name: 'rows', rows: 1_000_000, length: 10, batchSize: 1024, layers: ['flatten', dense(4), dense(1)]},
  ...RECURRENT,
];

/** The most that the one worker of a run had, in bytes. */
async function measured(rig: Rig, file: string): Promise<number> {
  const run = rig.start(['run', file, '--workers', '1', '--backend', backend]);
  let most = 0;
  const look = setInterval(() => {
    for (const worker of workersOf(run.process.pid)) most = Math.max(most, peakOf(worker));
  }, LOOK_MILLISECONDS);
  const {code, stderr} = await run.finished;
  clearInterval(look);
  if (code !== 0) throw new Error(stderr);
  return most;
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    // It has ended since it was listed.
    return 0;
  }
}

const rig = new Rig();
for (const {name, rows, length, batchSize, layers, steps = 1} of CASES) {
  const components = [
    {type: 'sine', period: 25},
    {type: 'noise', deviation: 0.3},
  ];
  const data = {type: 'synthetic', rows, components};
  const training = {epochs: 1, batchSize};
  const file = rig.write(
    `${name}.yaml`,
    JSON.stringify({name, data, window: {length, steps}, model: {layers}, training}),
  );
  const prepared = await prepareExperiment(file, []);
  if (!prepared.ok) throw new Error(prepared.problems[0].message);
  const expected = trainingBytes(prepared.value.alike[0].first.setup);
  const actual = await measured(rig, `${name}.yaml`);
  const shown = [expected, actual].map(bytes => `${Math.round(bytes / 2 ** 20)} MiB`.padStart(9));
  process.stdout.write(
    `${name.padEnd(20)} expected ${shown[0]}, measured ${shown[1]}, ratio ${(expected / actual).toFixed(2)}\n`,
  );
}
rig.remove();
