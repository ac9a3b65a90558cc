// The native backend's engines: (1) beside wasm, Keras and PyTorch's products on four works; (2) each engine by itself on 15
// networks, to see whether what `--engine auto` and `--backend auto` choose is close to the best. Contestants alternate.
// Run after `tfsweep backend install`: npm run bench:native -- [--python PATH] [--rounds N] [--part 1|2] [--no-history]
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {chooseBackend} from '../../src/engine/choose/choose-backend.js';
import {chooseEngines, totalSeconds} from '../../src/engine/choose/choose-engine.js';
import {prepareExperiment} from '../../src/files/prepare-file.js';
import type {LayerEntry} from '../../src/model/layers/index.js';
import {styleFor} from '../../src/presentation/style.js';
import {textTable} from '../../src/presentation/text-table.js';
import {loadsOf} from '../../src/run/groups/trial-groups.js';
import {denseLayer, recurrentLayer, twoDenseLayers} from '../training-setup.js';
import {addToHistory, median, missingPeersText, peerJson, series, tfsweep} from './contest.js';

const {values: options} = parseArgs({
  options: {
    python: {type: 'string'},
    rounds: {type: 'string', default: '3'},
    part: {type: 'string'},
    'no-history': {type: 'boolean', default: false},
  },
});
const rounds = Number(options.rounds);
const style = styleFor(process.stdout);
const STEPS_PER_EPOCH = 53;
const OF_FEW = 43;

/** A network with its data: 53 whole batches an epoch, and few windows to validate and test, which peers don't. */
interface Trained {
  readonly layers: LayerEntry[];
  readonly length: number;
  readonly batch: number;
  readonly seeds: number;
  readonly epochs: number;
}

function experimentOf({layers, length, batch, seeds, epochs}: Trained): Record<string, unknown> {
  const train = STEPS_PER_EPOCH * batch + length;
  const rows = train + 2 * OF_FEW;
  return {
    data: series(rows, {train: train / rows, validation: OF_FEW / rows, test: OF_FEW / rows}),
    window: {length},
    model: {layers},
    training: {epochs, batchSize: batch},
    sweep: {seeds},
  };
}

const dense = (units: number, length: number, batch: number, seeds: number, epochs: number): Trained => ({
  layers: twoDenseLayers(units, 'tanh'),
  length,
  batch,
  seeds,
  epochs,
});
const recurrent = (
  type: 'simple-rnn' | 'lstm' | 'gru',
  units: number,
  length: number,
  batch: number,
  seeds: number,
  epochs: number,
): Trained => ({layers: [recurrentLayer(type, units), denseLayer(1)], length, batch, seeds, epochs});

const times = new Map<string, number[]>();
function note(place: string, measured: number, unit: string, round: number): void {
  times.set(place, [...(times.get(place) ?? []), measured]);
  process.stderr.write(`round ${round}: ${place}: ${measured.toPrecision(4)} ${unit}\n`);
}
const measured = (place: string): number | undefined => {
  const all = times.get(place);
  return all && median(all);
};
const show = (value: number | undefined) => (value === undefined ? '' : value.toPrecision(3));

/** What is compared with peers; `peerSteps` is what their measurement takes. */
const works: Readonly<Record<string, Trained & {readonly peerSteps: number}>> = {
  dense: {...dense(20, 20, 32, 256, 80), peerSteps: 2120},
  'dense-256': {...dense(256, 100, 256, 8, 20), peerSteps: 530},
  lstm: {...recurrent('lstm', 20, 20, 32, 64, 20), peerSteps: 530},
  'lstm-128': {...recurrent('lstm', 128, 50, 32, 4, 3), peerSteps: 106},
};

const OURS = ['native', 'wasm'] as const;
const PEERS = ['keras-tensorflow', 'keras-jax'] as const;

/** Multiplications and additions of a step of two Dense layers: forwards, and backwards for weights and all inputs but the window. */
function floatingPointOperations(units: number, length: number, batch: number): number {
  const products = [length * units, units * units, units];
  return 2 * batch * (2 * products[0] + 3 * products[1] + 3 * products[2]);
}

function besidePeers(round: number): void {
  for (const [name, work] of Object.entries(works)) {
    for (const backend of OURS) {
      const {trainSeconds, trialSteps} = tfsweep(experimentOf(work), ['--backend', backend, '--workers', '2']);
      note(`${name}, tfsweep on ${backend}`, (trainSeconds * 1e6) / trialSteps, 'us', round);
    }
    for (const peer of options.python ? PEERS : []) {
      const timed = peerJson(options.python ?? '', peer, name, 1, work.peerSteps);
      if (timed) note(`${name}, ${peer}`, timed.microseconds, 'us', round);
    }
  }
  if (!options.python) return;
  const products = peerJson(options.python, 'torch-matmul', 'dense-256', 1, 2000);
  if (products) note("dense-256, PyTorch's products alone", products.microseconds, 'us', round);
}

function tellBesidePeers(): void {
  const names = Object.keys(works);
  const who = [...OURS.map(backend => `tfsweep on ${backend}`), ...(options.python ? PEERS : [])];
  const rows = who.map(one => [one, ...names.map(name => show(measured(`${name}, ${one}`)))]);
  process.stdout.write(
    `microseconds per trial and step, two workers, median of ${rounds} rounds, ${cpus().length} cores; fit trains one trial after the other\n`,
  );
  process.stdout.write(`${textTable(['', ...names], ['left', ...names.map(() => 'right' as const)], rows, style)}\n`);
  process.stdout.write(missingPeersText());
  const [own, products] = [times.get('dense-256, tfsweep on native'), times.get("dense-256, PyTorch's products alone")];
  if (!own || !products) return;
  const share = median(own.map((time, round) => products[round] / time));
  const rate = floatingPointOperations(256, 100, 256) / median(products) / 1000;
  process.stdout.write(
    `dense-256: ${(100 * share).toFixed(0)} % of the rate of PyTorch's products of the same sizes, which is ${rate.toFixed(0)} GFLOP/s\n`,
  );
}

const networks: Readonly<Record<string, Trained>> = {
  'dense 8, window 10, batch 16': dense(8, 10, 16, 32, 50),
  'dense 20, short': dense(20, 20, 32, 8, 20),
  'dense 20, long': dense(20, 20, 32, 64, 150),
  'dense 64, window 50, batch 64': dense(64, 50, 64, 8, 60),
  'dense 128, window 100, batch 128': dense(128, 100, 128, 4, 60),
  'dense 256, one epoch': dense(256, 100, 256, 1, 1),
  'dense 256, window 100, batch 256': dense(256, 100, 256, 4, 60),
  'dense 512, window 100, batch 256': dense(512, 100, 256, 2, 20),
  'simple-rnn 20, window 20': recurrent('simple-rnn', 20, 20, 32, 8, 20),
  'simple-rnn 64, window 50': recurrent('simple-rnn', 64, 50, 32, 4, 10),
  'lstm 8, window 10': recurrent('lstm', 8, 10, 32, 16, 20),
  'lstm 20, window 20': recurrent('lstm', 20, 20, 32, 16, 20),
  'lstm 64, window 20, batch 64': recurrent('lstm', 64, 20, 64, 4, 10),
  'lstm 128, window 50': recurrent('lstm', 128, 50, 32, 2, 3),
  'gru 20, window 20': recurrent('gru', 20, 20, 32, 16, 20),
};
const ENGINES = ['wasm compiled', 'native graph', 'native xla', 'native eager'] as const;
type Engine = (typeof ENGINES)[number];

/** What is expected of each engine and what is chosen, by the plan of the experiment. */
async function expectations(network: Trained) {
  const folder = mkdtempSync(join(tmpdir(), 'tfsweep-bench-'));
  const file = join(folder, 'bench.yaml');
  writeFileSync(file, JSON.stringify({version: 1, name: 'bench', ...experimentOf(network)}));
  const prepared = await prepareExperiment(file, []);
  rmSync(folder, {recursive: true});
  if (!prepared.ok) throw new Error(prepared.problems.map(({message}) => message).join('; '));
  const loads = loadsOf(prepared.value);
  const works = loads.all();
  const native = chooseEngines('auto', 'native', loads);
  const backend = chooseBackend('auto', loads, 'auto');
  if (!native.ok || !backend.ok) throw new Error('nothing can be chosen');
  const seconds: Record<Engine, number> = {
    'wasm compiled': totalSeconds('wasm', () => 'compiled', works),
    'native graph': totalSeconds('native', () => 'graph', works),
    'native xla': totalSeconds('native', () => 'xla', works),
    'native eager': totalSeconds('native', () => 'eager', works),
  };
  const engine: Engine = ENGINES.find(one => one === `native ${native.engines[0]}`) ?? 'native graph';
  return {seconds, engine, backend: backend.backend === 'wasm' ? ('wasm compiled' as const) : engine};
}

/** What would take long and isn't expected to win is left out. */
function isWorthMeasuring(engine: Engine, seconds: Readonly<Record<Engine, number>>): boolean {
  return seconds[engine] <= 40 || seconds[engine] <= 3 * Math.min(...Object.values(seconds));
}

async function byEngines(round: number): Promise<void> {
  for (const [name, network] of Object.entries(networks)) {
    const {seconds} = await expectations(network);
    for (const engine of ENGINES.filter(one => isWorthMeasuring(one, seconds))) {
      const [backend, own] = engine.split(' ');
      const {processSeconds} = tfsweep(experimentOf(network), [
        '--backend',
        backend,
        '--engine',
        own,
        '--workers',
        '2',
      ]);
      note(`${name}, ${engine}`, processSeconds, 's', round);
    }
  }
}

async function tellByEngines(): Promise<void> {
  const ratio = (name: string, chosen: Engine, of: readonly Engine[]) => {
    const all = of.map(engine => measured(`${name}, ${engine}`) ?? Number.POSITIVE_INFINITY);
    return (measured(`${name}, ${chosen}`) ?? Number.POSITIVE_INFINITY) / Math.min(...all);
  };
  const rows: string[][] = [];
  for (const [name, network] of Object.entries(networks)) {
    const {seconds, engine, backend} = await expectations(network);
    rows.push([
      name,
      ...ENGINES.map(one => {
        const real = measured(`${name}, ${one}`);
        return real === undefined ? '' : `${show(real)} (${show(seconds[one])})`;
      }),
      `${engine.split(' ')[1]} ${ratio(name, engine, ENGINES.slice(1)).toFixed(2)}`,
      `${backend.split(' ')[0]} ${ratio(name, backend, ENGINES).toFixed(2)}`,
    ]);
  }
  process.stdout.write(
    `seconds of a whole run, two workers, median of ${rounds} rounds (and as expected); what is chosen on native and of all, and how many times the best it takes\n`,
  );
  const head = ['', ...ENGINES, 'engine', 'backend'];
  process.stdout.write(`${textTable(head, ['left', ...head.slice(1).map(() => 'right' as const)], rows, style)}\n`);
}

for (let round = 1; round <= rounds; round++) {
  if (options.part !== '2') besidePeers(round);
  if (options.part !== '1') await byEngines(round);
}
if (options.part !== '2') tellBesidePeers();
if (options.part !== '1') await tellByEngines();
if (!options['no-history'])
  addToHistory({
    bench: 'native',
    rounds,
    measured: Object.fromEntries([...times].map(([place, all]) => [place, Number(median(all).toPrecision(4))])),
  });
