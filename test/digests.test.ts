// A dozen trainings whose bits are committed, those of weights and forecasts: they come back on every machine and version of Node,
// and in runs with every number of workers, after interruptions.
import {createHash} from 'node:crypto';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {wasm} from '../src/engine/backends/wasm.js';
import {trainEagerly} from '../src/engine/eager/train-eagerly.js';
import {WebAssemblyEngine} from '../src/engine/webassembly/run/webassembly-engine.js';
import {prepareExperiment} from '../src/files/prepare-file.js';
import type {TrainingOutput} from '../src/training/output.js';
import type {TrainingSetup} from '../src/training/setup.js';
import {Rig, smallExperiment, until} from './rig.js';

const dense = (activation: string) => ['flatten', {type: 'dense', units: 7, activation}, {type: 'dense', units: 1}];
const recurrent = (layer: Record<string, unknown>) => [layer, {type: 'dense', units: 1}];

/** Two trainings of each of these networks. */
const networks: Record<string, unknown> = {
  dense: dense('tanh'),
  exponential: [
    'flatten',
    {type: 'dense', units: 33, activation: 'selu'},
    {type: 'dense', units: 5, activation: 'gelu'},
    {type: 'dense', units: 6, activation: 'softplus'},
    {type: 'dense', units: 1},
  ],
  lstm: recurrent({type: 'lstm', units: 5}),
  gru: recurrent({type: 'gru', units: 4, resetAfter: false}),
  dropout: [
    {type: 'gru', units: 6, returnSequences: true},
    'flatten',
    {type: 'dropout', rate: 0.3},
    {type: 'dense', units: 1},
  ],
  branches: [
    {type: 'simple-rnn', units: 4, name: 'a', inputs: ['input']},
    {type: 'lstm', units: 3, name: 'b', inputs: ['input']},
    {type: 'concatenate', axis: -1, inputs: ['a', 'b']},
    {type: 'dense', units: 1, activation: 'linear'},
  ],
};
const trainings = [
  {
    epochs: 40,
    batchSize: 13,
    earlyStopping: {patience: 5},
    learningRateSchedule: {type: 'cosine-decay', decaySteps: 200},
  },
  {epochs: 25, batchSize: 32, loss: 'huber', optimizer: {type: 'rmsprop', momentum: 0.5}},
];

/** Made on x86-64 with Node 20. Changed on purpose? UPDATE=1 prints the new ones. Eager training takes its time: some do. */
const DIGESTS: Readonly<Record<string, {readonly compiled: string; readonly eager?: string}>> = {
  'dense 0': {compiled: '11824c2a6eef0755', eager: '6922269d0a05a031'},
  'dense 1': {compiled: 'fb6d62aee6a9d1de', eager: '6dd40488b59abfc8'},
  'exponential 0': {compiled: 'e7e3557268dd3ee3'},
  'exponential 1': {compiled: 'c86c1a413e82a7cd', eager: 'e36c7a5caf45ccc0'},
  'lstm 0': {compiled: 'e4620d9eb084c1eb'},
  'lstm 1': {compiled: '0811e2473152ebb8', eager: 'eec67f4e1e4d9e90'},
  'gru 0': {compiled: 'b4a8827b513f20e4'},
  'gru 1': {compiled: '4c8665e7f9d3a4e2', eager: 'eee85529aec9715f'},
  'dropout 0': {compiled: '05678799bcdf5ae9'},
  'dropout 1': {compiled: 'd0774e2167c3210f', eager: '26206a0116dcd436'},
  'branches 0': {compiled: '7e62142478b179d1'},
  'branches 1': {compiled: '8b8cfe01a83d9443', eager: '96464281a9fde66d'},
};

const experiment = smallExperiment({
  model: {layers: '${layers}'},
  training: '${training}',
  sweep: {parameters: {layers: Object.values(networks), training: trainings}, seeds: 1},
  comparison: undefined,
});
const names = Object.keys(networks).flatMap(name => trainings.map((_, index) => `${name} ${index}`));

/** The setups of the trainings by their names, in the order of the plan. */
const setups: ReadonlyMap<string, TrainingSetup> = await (async () => {
  const rig = new Rig();
  const prepared = await prepareExperiment(rig.write('small.yaml', experiment), []);
  rig.remove();
  if (!prepared.ok) throw new Error(prepared.problems.map(({message}) => message).join());
  return new Map(prepared.value.combinations.map(({setup}, index) => [names[index], setup]));
})();

/** Of the bytes of all weights, and of the forecasts of all splits. */
function digestOf(output: TrainingOutput): string {
  if (output.status === 'diverged') throw new Error('it diverged');
  const hash = createHash('sha256');
  for (const numbers of [...output.weights, ...Object.values(output.forecasts)])
    hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return hash.digest('hex').slice(0, 16);
}

const engine = new WebAssemblyEngine(() => backends.cpu.load());
const nobody = async () => {};

async function compiled(setup: TrainingSetup): Promise<TrainingOutput> {
  const program = await engine.compile(setup);
  if ('refused' in program) throw new Error(program.refused.reason);
  return engine.train(program.program, setup, nobody);
}

const outputs = new Map<string, TrainingOutput>();
const found: Record<string, {compiled: string; eager?: string}> = {};
for (const [name, setup] of setups) {
  const output = await compiled(setup);
  outputs.set(name, output);
  found[name] = {
    compiled: digestOf(output),
    ...(DIGESTS[name].eager ? {eager: digestOf(await trainEagerly(await wasm.load(), setup, nobody))} : {}),
  };
}
if (process.env.UPDATE) process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);

for (const [name, digests] of Object.entries(found))
  test(`${name} has the committed bits`, () => assert.equal(digests, DIGESTS[name]));

/** Every number of a run, by the names of the trainings. */
function numbersOf(rig: Rig): Record<string, {readonly history: unknown; readonly metrics: unknown}> {
  const numbers: Record<string, {history: unknown; metrics: unknown}> = {};
  for (const line of rig.trials('small').values()) {
    const {parameters, history, metrics, diagnostics} = JSON.parse(line);
    const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    const network = Object.values(networks).findIndex(layers => same(layers, parameters.layers));
    const training = trainings.findIndex(one => same(one, parameters.training));
    assert.is(diagnostics.engine, 'compiled');
    numbers[names[2 * network + training]] = {history, metrics};
  }
  return Object.fromEntries(names.map(name => [name, numbers[name]]));
}

/** What one worker gives, which is what the engine gave here. */
const reference = await (async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--workers', '1']);
  assert.is(code, 0, stderr);
  const numbers = numbersOf(rig);
  rig.remove();
  return numbers;
})();

test('a worker gives the bits of the engine', () => {
  for (const [name, output] of outputs) {
    const history = output.history.map(({loss, validation_loss}, index) => ({
      epoch: index + 1,
      loss: loss[0],
      validation_loss: validation_loss[0],
    }));
    assert.equal(reference[name].history, history);
  }
});

test('five workers give the bits of one', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--workers', '5']);
  assert.is(code, 0, stderr);
  assert.equal(numbersOf(rig), reference);
  rig.remove();
});

test('so does a run that was killed three times', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  for (const enough of [1, 4, 7]) {
    const run = rig.start(['run', 'small.yaml', '--workers', '2']);
    await until(`${enough} trials are finished`, () => rig.journalLines('small') >= enough);
    process.kill(-(run.process.pid ?? 0), 'SIGKILL');
    await run.finished;
  }
  assert.is((await rig.tfsweep(['run', 'small.yaml'])).code, 0);
  assert.equal(numbersOf(rig), reference);
  rig.remove();
});

test.run();
