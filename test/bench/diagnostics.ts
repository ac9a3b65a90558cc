// What looking at layers costs a compiled training, the two alternating within one run: `node dist/test/bench/diagnostics.js`.
import {backends} from '../../src/engine/backends/index.js';
import {compileProgram} from '../../src/engine/webassembly/run/compile-program.js';
import {WebAssemblyEngine} from '../../src/engine/webassembly/run/webassembly-engine.js';
import type {LayerEntry} from '../../src/model/layers/index.js';
import type {TrainingSetup} from '../../src/training/setup.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from '../training-setup.js';

const ROUNDS = 41;
const training = {optimizer: adam, loss: {type: 'mse'}, batchSize: 32, shuffle: true} as const;
const tf = await backends.cpu.load();
const engine = new WebAssemblyEngine(async () => tf);

const cases: readonly {name: string; layers: LayerEntry[]; rows: number; epochs: number; rounds: number}[] = [
  {
    name: 'two dense of 20, 995 windows, 30 epochs',
    layers: twoDenseLayers(20, 'tanh'),
    rows: 1450,
    epochs: 30,
    rounds: ROUNDS,
  },
  {
    name: 'two dense of 20, 995 windows, 100 epochs',
    layers: twoDenseLayers(20, 'tanh'),
    rows: 1450,
    epochs: 100,
    rounds: ROUNDS,
  },
  {
    name: 'two dense of 20, 3,480 windows, 30 epochs',
    layers: twoDenseLayers(20, 'tanh'),
    rows: 5000,
    epochs: 30,
    rounds: ROUNDS,
  },
  {
    name: 'simple-rnn of 16, 995 windows, 30 epochs',
    layers: [recurrentLayer('simple-rnn', 16), denseLayer(1)],
    rows: 1450,
    epochs: 30,
    rounds: 15,
  },
  {
    name: 'lstm of 16, 995 windows, 30 epochs',
    layers: [recurrentLayer('lstm', 16), denseLayer(1)],
    rows: 1450,
    epochs: 30,
    rounds: 9,
  },
];

for (const {name, layers, rows, epochs, rounds} of cases) {
  const looking = trainingSetup(seriesDataset(wave(rows)), layers, 20, {...training, epochs});
  const setups = [looking, {...looking, diagnostics: false}];
  const compiling = medians(setups, 5, setup => {
    compileProgram(tf, setup);
  });
  const programs = await Promise.all(setups.map(programOf));
  const trained = await alternating(setups, rounds, (setup, at) => engine.train(programs[at], setup, async () => {}));
  const [own, without] = trained;
  process.stdout.write(
    `${name}: ${own.toFixed(2)} ms, without ${without.toFixed(2)} ms, ratio ${(own / without).toFixed(3)}; compiling ${compiling.map(time => time.toFixed(0)).join(' and ')} ms\n`,
  );
}

async function programOf(setup: TrainingSetup) {
  const compiled = await engine.compile(setup);
  if ('refused' in compiled) throw new Error(compiled.refused.reason);
  return compiled.program;
}

function medians(setups: readonly TrainingSetup[], rounds: number, work: (setup: TrainingSetup) => void): number[] {
  const times = setups.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++)
    setups.forEach((setup, at) => {
      const begin = performance.now();
      work(setup);
      times[at].push(performance.now() - begin);
    });
  return times.map(median);
}

/** Medians of milliseconds, in turn the one and the other first. */
async function alternating(
  setups: readonly TrainingSetup[],
  rounds: number,
  work: (setup: TrainingSetup, at: number) => Promise<unknown>,
): Promise<number[]> {
  const times = setups.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++)
    for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const begin = performance.now();
      await work(setups[at], at);
      times[at].push(performance.now() - begin);
    }
  return times.map(median);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}
