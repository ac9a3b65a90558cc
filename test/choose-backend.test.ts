import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {chooseBackend} from '../src/engine/choose-backend.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from './training-setup.js';

const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 1, batchSize: 32, shuffle: true} as const;
const {graph: small} = trainingSetup(seriesDataset(wave(200)), twoDenseLayers(20, 'linear'), 20, training);
const {graph: large} = trainingSetup(seriesDataset(wave(200)), twoDenseLayers(256, 'linear'), 50, training);
const {graph: recurrent} = trainingSetup(
  seriesDataset(wave(200)),
  [recurrentLayer('lstm', 20), denseLayer(1)],
  20,
  training,
);
const choose = (graph: typeof small, wanted: 'auto' | 'wasm', engine: 'auto' | 'eager' = 'auto', batchSize = 32) => {
  const choice = chooseBackend(wanted, [{graph, batchSize}], engine);
  return choice.ok ? choice.backend : choice.message;
};

test('a backend that is named is taken', () => {
  assert.is(choose(large, 'wasm'), 'wasm');
});

test('auto takes wasm for small networks and short recurrent ones, as measured by test/bench/backends.ts', () => {
  assert.is(choose(small, 'auto'), 'wasm');
  assert.is(choose(recurrent, 'auto'), 'wasm');
});

test('auto takes native for large ones, where it is installed: eager steps pay sooner than compiled ones', () => {
  const native = backends.native.status().works ? 'native' : 'wasm';
  assert.is(choose(large, 'auto'), 'wasm');
  assert.is(choose(large, 'auto', 'eager'), native);
  assert.is(choose(large, 'auto', 'auto', 512), native);
});

test.run();
