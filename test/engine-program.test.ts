// Programs: what they share, how time steps become loops, which bytes they consist of.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {programKey} from '../src/engine/common/program-key.js';
import {repetitionsOf} from '../src/engine/webassembly/emit/calls.js';
import type {Kernel} from '../src/engine/webassembly/emit/kernel.js';
import {flatten, float32Bytes, signed, unsigned} from '../src/engine/webassembly/emit/wasm/code.js';
import {compileProgram, trainingGraphs} from '../src/engine/webassembly/run/compile-program.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import type {TrainingEntry} from '../src/training/training-entry.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from './training-setup.js';

const training: TrainingEntry = {optimizer: adam, loss: {type: 'mse'}, epochs: 2, batchSize: 32, shuffle: true};
const dataset = seriesDataset(wave(300), 1, 0.7);
const dense = twoDenseLayers(20, 'tanh');
const setup = (layers: LayerEntry[], change: Partial<TrainingEntry> = {}, length = 8, seed = 1) =>
  trainingSetup(dataset, layers, length, {...training, ...change}, seed);
const key = (...args: Parameters<typeof setup>) => programKey(setup(...args));

test('trials that differ in seed, learning rate, epochs and the like share a program', () => {
  const own = key(dense);
  assert.is(key(dense, {}, 8, 2), own);
  assert.is(key(dense, {epochs: 7, optimizer: {...adam, learningRate: 0.1, beta1: 0.5}}), own);
  assert.is(key(dense, {learningRateSchedule: {type: 'cosine-decay', decaySteps: 9, alpha: 0}}), own);
  assert.is(key(dense, {earlyStopping: {patience: 2, minDelta: 0, restoreBestWeights: true}}), own);
  assert.is(
    key(dense.map(layer => (layer.type === 'dense' ? {...layer, kernelInitializer: 'he-uniform'} : layer))),
    own,
  );
});

test('trials that differ in what the code is made of do not', () => {
  const own = key(dense);
  const others = [
    key(twoDenseLayers(20, 'linear')),
    key(twoDenseLayers(21, 'tanh')),
    key(dense, {}, 9),
    key(dense, {batchSize: 16}),
    key(dense, {loss: {type: 'huber', delta: 1}}),
    key(dense, {loss: {type: 'huber', delta: 2}}),
    key(dense, {optimizer: {type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false}}),
    key(dense, {optimizer: {type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false}}),
    key(dense, {optimizer: {type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true}}),
  ];
  assert.is(new Set([own, ...others]).size, others.length + 1);
});

test('an optimizer shows its steps nothing but its structure, which makes another program, and numbers given at run time', () => {
  const sgd = {type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false} as const;
  const rmsprop = {type: 'rmsprop', learningRate: 0.1, rho: 0.9, momentum: 0, epsilon: 1e-7} as const;
  for (const optimizer of [adam, sgd, rmsprop])
    assert.is(key(dense, {optimizer: {...optimizer, learningRate: 0.5}}), key(dense, {optimizer}));
  assert.is(key(dense, {optimizer: {...sgd, momentum: 0.5}}), key(dense, {optimizer: sgd}));
  assert.is.not(key(dense, {optimizer: {...sgd, momentum: 0}}), key(dense, {optimizer: sgd}));
  assert.is(key(dense, {optimizer: {...rmsprop, rho: 0.5}}), key(dense, {optimizer: rmsprop}));
  assert.is.not(key(dense, {optimizer: {...rmsprop, momentum: 0.5}}), key(dense, {optimizer: rmsprop}));
});

test('a step of two Dense layers is some twenty loops, weights and moments are changed where they are', async () => {
  const {graphs, packs} = trainingGraphs(await backends.cpu.load(), setup(dense));
  const step = graphs.get('step');
  assert.ok(step);
  assert.ok(step.recorded.operations.length >= 55, 'kernels');
  assert.ok(step.fused.operations.length <= 22, `${step.fused.operations.length} loops`);
  assert.equal(packs, [['weights.0', 'weights.1', 'weights.2', 'weights.3', 'weights.4', 'weights.5']]);
});

test('windows are copied as runs of rows, straight from the series', async () => {
  const columns = trainingSetup(seriesDataset(wave(900), 3, 0.7), dense, 8, training);
  const {graphs} = trainingGraphs(await backends.cpu.load(), columns);
  const gathers = (graphs.get('step')?.fused.operations ?? []).flatMap(one => (one.kind === 'gather' ? [one] : []));
  const windows = gathers.filter(({length}) => length > 1 && length !== 32);
  assert.equal(
    windows.map(({length, pitch, indices}) => [length, pitch, indices.shape]),
    [[24, 3, [32]]],
  );
});

test("an LSTM's gates are one loop per time step and direction, and its products one contraction each", async () => {
  const layers = [recurrentLayer('lstm', 5), denseLayer(1)];
  const {graphs} = trainingGraphs(await backends.cpu.load(), setup(layers, {}, 10));
  const loops = graphs.get('step')?.fused.operations.filter(({kind}) => kind === 'loop') ?? [];
  const gates = loops.filter(loop => loop.kind === 'loop' && loop.space.join() === '32,5');
  assert.is(gates.length, 20);
  const contractions = graphs.get('step')?.fused.operations.filter(({kind}) => kind === 'contraction') ?? [];
  // Forwards one of two terms; backwards one for the state and two for the weights.
  assert.ok(contractions.length <= 10 * 4 + 4, `${contractions.length} contractions`);
});

test('time steps become loops: a window of 200 makes a program hardly larger than one of 20', async () => {
  const tf = await backends.cpu.load();
  const bytes = (length: number) =>
    compileProgram(
      tf,
      trainingSetup(seriesDataset(wave(400), 1, 1), [recurrentLayer('lstm', 4), denseLayer(1)], length, training),
    ).program.bytes.length;
  const [short, long] = [bytes(20), bytes(200)];
  assert.ok(long < 2.5 * short, `${short} and ${long} bytes`);
});

const kernel = (name: string): Kernel => ({
  key: name,
  name,
  build: () => {
    throw new Error('is not built here');
  },
});
const calls = (text: string) =>
  text.split(' ').map(word => {
    const [name, ...addresses] = word.split(',');
    return {kernel: kernel(name), addresses: addresses.map(Number)};
  });
const repetitions = (text: string) =>
  repetitionsOf(calls(text)).map(({times, calls: own}) => [times, own.map(({call}) => call.kernel.name).join('')]);

test('calls whose addresses go on by the same distances are a loop; others stay as they are', () => {
  assert.equal(repetitions('a,0,8 a,4,8 a,8,8 a,12,8'), [[4, 'a']]);
  assert.equal(repetitions('a,0 b,100 a,4 b,90 a,8 b,80 c,1'), [
    [3, 'ab'],
    [1, 'c'],
  ]);
  assert.equal(repetitions('a,0 a,4 a,9'), [
    [1, 'a'],
    [1, 'a'],
    [1, 'a'],
  ]);
  assert.equal(repetitions('x,0 a,0 b,0 a,4 b,4 a,8 b,8 a,100'), [
    [1, 'x'],
    [3, 'ab'],
    [1, 'a'],
  ]);
  // Two buffers that take turns repeat every second time.
  assert.equal(repetitions('a,0,4 a,4,0 a,0,4 a,4,0 a,0,4 a,4,0'), [[3, 'aa']]);
});

test('numbers are written as the WebAssembly specification has them', () => {
  // Examples of webassembly.github.io/spec and of DWARF 4, section 7.6.
  assert.equal(unsigned(624485), [0xe5, 0x8e, 0x26]);
  assert.equal([unsigned(0), unsigned(127), unsigned(128)], [[0], [127], [0x80, 1]]);
  assert.equal(signed(-123456), [0xc0, 0xbb, 0x78]);
  assert.equal(
    [signed(2), signed(-2), signed(127), signed(-127), signed(128), signed(-129)],
    [[2], [0x7e], [0xff, 0], [0x81, 0x7f], [0x80, 1], [0xff, 0x7e]],
  );
  assert.equal(float32Bytes(1), [0, 0, 0x80, 0x3f]);
  assert.equal([...flatten([1, [2, [3], 4], []])], [1, 2, 3, 4]);
});

test.run();
