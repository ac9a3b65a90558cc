// tfsweep beside its peers on the same work: the contestants alternate within one run; prints microseconds per trial and
// step, and ratios; adds a line to test/bench/history.jsonl.
// Run: npm run bench [-- --python PATH] [--rounds N] [--work dense,lstm,gru] [--trials 1,8,64] [--no-history]
import {cpus} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {backends} from '../../src/engine/backends/index.js';
import {compileProgram} from '../../src/engine/webassembly/run/compile-program.js';
import {styleFor} from '../../src/presentation/style.js';
import {textTable} from '../../src/presentation/text-table.js';
import {adam, seriesDataset, trainingSetup, wave} from '../training-setup.js';
import {addToHistory, median, missingPeersText, peerJson, printedJson, root, series, tfsweep} from './contest.js';
import {isWork, layersOf, ROWS, WORKS, type Work} from './works.js';

const {values: options} = parseArgs({
  options: {
    python: {type: 'string'},
    rounds: {type: 'string', default: '3'},
    work: {type: 'string', default: WORKS.join()},
    trials: {type: 'string', default: '1,8,64'},
    'no-history': {type: 'boolean', default: false},
    prepare: {type: 'string'},
  },
});
const STEPS_PER_EPOCH = 53;

interface Measurement {
  readonly microseconds: number;
}

/** Somebody who trains; undefined for what it doesn't do. */
interface Contestant {
  readonly name: string;
  /** The most steps of one measurement, so that a slow one doesn't take for ever. */
  readonly mostSteps: Readonly<Record<Work, number>>;
  measure(work: Work, trials: number, steps: number): Measurement | undefined;
}

const unlimited = {dense: 1e9, lstm: 1e9, gru: 1e9};
/** Trial-steps of one measurement. */
const TRIAL_STEPS: Readonly<Record<Work, number>> = {
  dense: 5120 * STEPS_PER_EPOCH,
  lstm: 512 * STEPS_PER_EPOCH,
  gru: 512 * STEPS_PER_EPOCH,
};

/** An experiment that trains a work. */
function trained(work: Work, epochs: number, seeds: number, units = 20): Record<string, unknown> {
  return {
    data: series(ROWS.rows, ROWS.split),
    window: {length: ROWS.window},
    model: {layers: layersOf(work, units)},
    training: {epochs},
    sweep: {seeds},
  };
}

const ours = (workers: number): Contestant => ({
  name: `tfsweep, ${workers} worker${workers === 1 ? '' : 's'}`,
  mostSteps: unlimited,
  measure(work, trials, steps) {
    if (trials < workers) return undefined;
    const {trainSeconds, trialSteps} = tfsweep(trained(work, steps / STEPS_PER_EPOCH, trials), [
      '--workers',
      String(workers),
    ]);
    return {microseconds: (trainSeconds * 1e6) / trialSteps};
  },
});
/** One trial after the other: what several take per trial and step is what one takes. */
const modelFit = (backend: 'wasm' | 'native'): Contestant => ({
  name: `model.fit, tfjs ${backend === 'native' ? 'node' : backend}`,
  mostSteps: {dense: 530, lstm: 53, gru: 53},
  measure(work, trials, steps) {
    if (trials > 1) return undefined;
    const file = join(root, 'dist', 'test', 'bench', 'fit.js');
    return {microseconds: printedJson(process.execPath, [file, backend, work, String(steps)]).microseconds};
  },
});

const peer = (name: string, title: string, mostSteps: Contestant['mostSteps'], severalTrials: boolean): Contestant => ({
  name: title,
  mostSteps,
  measure(work, trials, steps) {
    if (trials > 1 && !severalTrials) return undefined;
    const measured = peerJson(options.python ?? '', name, work, trials, steps);
    return measured && {microseconds: measured.microseconds};
  },
});

const contestants: Contestant[] = [
  ours(1),
  ours(2),
  modelFit('wasm'),
  ...(backends.native.status().works ? [modelFit('native')] : []),
  ...(options.python
    ? [
        peer('jax-vmap', 'JAX, whole loop, vmap', {dense: 20000, lstm: 1060, gru: 1060}, true),
        peer('torch-bmm', 'PyTorch, batched matmul', {dense: 2120, lstm: 106, gru: 106}, true),
        peer('keras-jax', 'Keras fit on JAX', {dense: 5300, lstm: 1060, gru: 1060}, false),
        peer('keras-tensorflow', 'Keras fit on TensorFlow', {dense: 1060, lstm: 530, gru: 530}, false),
      ]
    : []),
];

/** Other widths of the two Dense layers: their time per multiplication, as a multiple of that of 20 units. */
const WIDTHS = [20, 7, 33, 64];

function widthTime(units: number): number {
  const {trainSeconds, trialSteps} = tfsweep(trained('dense', 100, 8, units), ['--workers', '1']);
  // Forwards, and backwards for weights and for all inputs but the window.
  const products = 2 * ROWS.window * units + 3 * units * units + 3 * units;
  return (trainSeconds * 1e6) / trialSteps / products;
}

/** 2 activations x 3 windows x 2 widths x 8 seeds, 20 epochs of about 53 steps: from the start of the process to its table. */
function coldSweep(): number {
  return tfsweep(
    {
      data: series(ROWS.rows, ROWS.split),
      window: {length: '${window}'},
      model: {
        layers: [
          {type: 'flatten'},
          {type: 'dense', units: '${units}', activation: '${activation}'},
          {type: 'dense', units: '${units}', activation: '${activation}'},
          {type: 'dense', units: 1},
        ],
      },
      training: {epochs: 20},
      sweep: {parameters: {activation: ['linear', 'tanh'], window: [10, 20, 40], units: [10, 20]}, seeds: 8},
    },
    [],
  ).processSeconds;
}

/** Milliseconds to prepare a program, the first in a process (TensorFlow.js is there) and a further one. */
async function prepare(work: Work): Promise<[number, number]> {
  const tf = await backends.cpu.load();
  const dataset = seriesDataset(wave(20 + 53 * 32), 1, 1);
  const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 1, batchSize: 32, shuffle: true} as const;
  const times = [1, 2, 3].map(() => {
    const begun = performance.now();
    compileProgram(tf, trainingSetup(dataset, layersOf(work), 20, training));
    return performance.now() - begun;
  });
  return [times[0], times[2]];
}

if (options.prepare !== undefined) {
  if (!isWork(options.prepare)) throw new Error(`there is no work ${options.prepare}`);
  const [first, further] = await prepare(options.prepare);
  process.stdout.write(`${JSON.stringify({first, further})}\n`);
  process.exit(0);
}

const works = options.work.split(',').filter(isWork);
const counts = options.trials.split(',').map(Number);
const columns = works.flatMap(work => counts.map(trials => ({work, trials, key: `${work} x ${trials}`})));
const rounds = Number(options.rounds);
const times = new Map<string, number[]>();
const sweeps: number[] = [];
const widths = new Map<number, number[]>();
const prepared = new Map<Work, {first: number[]; further: number[]}>(
  works.map(work => [work, {first: [], further: []}]),
);
for (let round = 1; round <= rounds; round++) {
  for (const {work, trials, key} of columns)
    for (const contestant of contestants) {
      const steps = Math.min(contestant.mostSteps[work], Math.max(STEPS_PER_EPOCH, TRIAL_STEPS[work] / trials));
      const measured = contestant.measure(work, trials, steps);
      if (!measured) continue;
      const place = `${contestant.name} ${key}`;
      times.set(place, [...(times.get(place) ?? []), measured.microseconds]);
      process.stderr.write(`round ${round}: ${place}: ${measured.microseconds.toFixed(2)} us\n`);
    }
  sweeps.push(coldSweep());
  for (const units of WIDTHS) widths.set(units, [...(widths.get(units) ?? []), widthTime(units)]);
  for (const [work, {first, further}] of prepared) {
    const one = printedJson(process.execPath, [fileURLToPath(import.meta.url), '--prepare', work]);
    first.push(one.first);
    further.push(one.further);
  }
}

const show = (value: number | undefined) =>
  value === undefined ? '' : value < 100 ? value.toFixed(2) : value.toFixed(0);
const timeOf = (contestant: Contestant, key: string): number | undefined => {
  const all = times.get(`${contestant.name} ${key}`);
  return all && median(all);
};
/** Medians of the ratios within each round, to tfsweep with as many workers as there are trials, at most two. */
const ratioOf = (contestant: Contestant, key: string, trials: number): number | undefined => {
  const own = times.get(`${contestants[trials > 1 ? 1 : 0].name} ${key}`);
  const theirs = times.get(`${contestant.name} ${key}`) ?? times.get(`${contestant.name} ${key.replace(/\d+$/, '1')}`);
  return own && theirs && median(theirs.map((time, round) => time / own[round]));
};
/** Times of a width as multiples of those of 20 units in the same rounds. */
const relative = (all: readonly number[]) => all.map((time, round) => time / (widths.get(20)?.[round] ?? Number.NaN));
const style = styleFor(process.stdout);
const aligns = ['left' as const, ...columns.map(() => 'right' as const)];
const head = ['', ...columns.map(({key}) => key)];
process.stdout.write(
  [
    `microseconds per trial and step, median of ${rounds} rounds, ${cpus().length} cores`,
    textTable(
      head,
      aligns,
      contestants.map(one => [one.name, ...columns.map(({key}) => show(timeOf(one, key)))]),
      style,
    ),
    'times tfsweep (2 workers, or 1 for one trial); fit trains one trial after the other',
    textTable(
      head,
      aligns,
      contestants.map(one => [one.name, ...columns.map(({key, trials}) => show(ratioOf(one, key, trials)))]),
      style,
    ),
    `cold sweep of 96 trials, start of the process to its end: ${median(sweeps).toFixed(2)} s`,
    ...[...widths].map(
      ([units, all]) => `dense of ${units} units: ${median(relative(all)).toFixed(2)} times the time per product of 20`,
    ),
    ...[...prepared].map(
      ([work, {first, further}]) =>
        `preparing ${work}: ${median(first).toFixed(0)} ms the first of a process, ${median(further).toFixed(0)} ms a further one`,
    ),
    missingPeersText(),
  ].join('\n'),
);
if (!options['no-history'])
  addToHistory({
    rounds,
    microseconds: Object.fromEntries([...times].map(([place, all]) => [place, Number(median(all).toFixed(3))])),
    coldSweepSeconds: Number(median(sweeps).toFixed(3)),
    widths: Object.fromEntries([...widths].map(([units, all]) => [units, Number(median(relative(all)).toFixed(3))])),
    prepareMilliseconds: Object.fromEntries(
      [...prepared].map(([work, {first, further}]) => [
        work,
        {first: Number(median(first).toFixed(1)), further: Number(median(further).toFixed(1))},
      ]),
    ),
  });
