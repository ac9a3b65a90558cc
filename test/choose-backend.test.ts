// Which backend and engine are taken where nobody names one.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {chooseBackend} from '../src/engine/choose/choose-backend.js';
import {chooseEngines} from '../src/engine/choose/choose-engine.js';
import {expectedSeconds, expectedSweepSeconds, mostTrialsTogether} from '../src/engine/choose/expected-time.js';
import type {Loads, TrainingLoad} from '../src/engine/choose/training-load.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from './training-setup.js';

const work = (
  layers: LayerEntry[],
  length: number,
  batchSize: number,
  epochs: number,
  trials: number,
): TrainingLoad => {
  const training = {optimizer: adam, loss: {type: 'mse'}, epochs, batchSize, shuffle: true} as const;
  return {...trainingSetup(seriesDataset(wave(2400)), layers, length, training), trials, alike: trials};
};
const dense = (units: number, length: number, batch: number, epochs = 100, trials = 20) =>
  work(twoDenseLayers(units, 'linear'), length, batch, epochs, trials);
const lstm = (units: number, length: number, epochs = 100, trials = 20) =>
  work([recurrentLayer('lstm', units), denseLayer(1)], length, 32, epochs, trials);

const backend = (one: TrainingLoad, wanted: 'auto' | 'wasm' = 'auto', engine: 'auto' | 'eager' | 'graph' = 'auto') => {
  const choice = chooseBackend(wanted, only(one), engine);
  return choice.ok ? choice.backend : choice.message;
};
const engine = (one: TrainingLoad) => {
  const choice = chooseEngines('auto', 'native', only(one));
  return choice.ok ? choice.engines[0] : choice.message;
};
const native = backends.native.status().works ? 'native' : 'wasm';

function only(load: TrainingLoad): Loads {
  return {count: 1, all: () => [load]};
}

test('a backend that is named is taken', () => {
  assert.is(backend(dense(256, 100, 256), 'wasm'), 'wasm');
});

test('auto takes wasm for small networks, native for large ones where it is installed', () => {
  assert.is(backend(dense(20, 20, 32)), 'wasm');
  assert.is(backend(lstm(20, 20)), 'wasm');
  assert.is(backend(dense(256, 100, 256)), native);
  assert.is(backend(lstm(128, 50)), native);
});

test('auto takes the backend that has the engine', () => {
  const choice = chooseBackend('auto', only(dense(20, 20, 32)), 'graph');
  if (native === 'native') assert.is(choice.ok && choice.backend, 'native');
  else assert.is(choice.ok, false);
});

test('a choice tells what was expected', () => {
  const choice = chooseBackend('auto', only(dense(20, 20, 32)), 'auto');
  assert.match(
    (choice.ok && choice.reason) || '',
    native === 'native' ? /^auto: expected to take [\d.]+ s, [\d.]+ s on native$/ : /^auto: native is /,
  );
  const engines = chooseEngines('auto', 'native', only(dense(20, 20, 32)));
  assert.match(
    (engines.ok && engines.reason) || '',
    /^auto: expected to take [\d.]+ s; [\d.]+ s by graph alone, [\d.]+ s by xla alone, [\d.]+ s by eager alone$/,
  );
});

test('on native, XLA for Dense layers that are trained for long, the graph executor for recurrent ones and short trainings', () => {
  assert.is(engine(dense(20, 20, 32, 1000)), 'xla');
  assert.is(engine(dense(256, 100, 256, 1000)), 'xla');
  assert.is(engine(dense(20, 20, 32, 20, 4)), 'graph');
  assert.is(engine(lstm(20, 20)), 'graph');
  assert.is(engine(lstm(128, 50)), 'graph');
});

test('many small trials are trained together, large ones alone', () => {
  const together = (one: TrainingLoad) =>
    (['graph', 'xla'] as const).map(name => mostTrialsTogether('native', name, one));
  assert.equal(together(dense(8, 10, 16)), [8, 16]);
  assert.equal(together(dense(512, 100, 256)), [1, 1]);
  assert.is(mostTrialsTogether('wasm', 'compiled', dense(8, 10, 16)), 1);
});

test('a sweep starts once, and compiles two programs at a time', () => {
  const [one, other] = [dense(20, 20, 32), dense(21, 20, 32)].map(load => ({load, engine: 'xla' as const}));
  const seconds = (works: (typeof one)[]) => expectedSweepSeconds('native', works);
  const added = expectedSeconds('native', 'xla', other.load);
  assert.ok(seconds([one, other]) < seconds([one]) + added);
  assert.ok(seconds([one, other]) > seconds([one]));
});

test('more steps take longer, as many times as there are', () => {
  const seconds = (epochs: number) => expectedSeconds('native', 'graph', dense(20, 20, 32, epochs));
  const [one, ten, hundred] = [seconds(1), seconds(10), seconds(100)];
  assert.ok(one < ten && ten < hundred);
  assert.ok(Math.abs((hundred - ten) / (ten - one) - 10) < 1e-6);
});

test.run();
