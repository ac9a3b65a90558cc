// Where values lie: nothing that is still needed is written over, and steps and programs leave nothing behind.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {readsOf, writesOf} from '../src/engine/webassembly/lower/loop-graph.js';
import {bytesOf, planMemory} from '../src/engine/webassembly/memory/plan-memory.js';
import {trainingGraphs} from '../src/engine/webassembly/run/compile-program.js';
import {WebAssemblyEngine} from '../src/engine/webassembly/run/webassembly-engine.js';
import type {TrainingSetup} from '../src/training/setup.js';
import {bothWays, core} from './compiled-step.js';
import {
  adam,
  denseLayer,
  recurrentLayer,
  seriesDataset,
  trainingSetup,
  twoDenseLayers,
  wave,
} from './training-setup.js';

const tf = await backends.cpu.load();
const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 1, batchSize: 8, shuffle: true} as const;
const dataset = seriesDataset(wave(90), 1, 0.7);
const setups: Record<string, TrainingSetup> = {
  dense: trainingSetup(dataset, twoDenseLayers(7, 'tanh'), 6, training),
  lstm: trainingSetup(dataset, [recurrentLayer('lstm', 5), denseLayer(1)], 6, training),
  gru: trainingSetup(dataset, [recurrentLayer('gru', 5), denseLayer(1)], 6, training),
};

for (const [name, setup] of Object.entries(setups))
  test(`no two values of a step with ${name} share memory while both are needed, and memory is used again`, () => {
    const graph = trainingGraphs(tf, setup).graphs.get('step')?.fused;
    if (!graph) throw new Error('there is no step');
    const home = (buffer: number) =>
      graph.buffers[buffer].origin.kind === 'temporary' ? undefined : 1e9 + 1e6 * buffer;
    const plan = planMemory(graph, home, () => 0, 1000);
    const lives = new Map<number, {first: number; last: number}>();
    graph.operations.forEach((operation, at) => {
      for (const {buffer} of [...writesOf(operation), ...readsOf(operation)]) {
        if (home(buffer) !== undefined) continue;
        lives.set(buffer, {first: lives.get(buffer)?.first ?? at, last: at});
      }
    });
    for (const {buffer} of [...graph.results.values(), ...graph.nextState.values()])
      if (home(buffer) === undefined)
        lives.set(buffer, {first: lives.get(buffer)?.first ?? 0, last: Number.POSITIVE_INFINITY});
    const placed = [...lives].map(([buffer, life]) => ({
      ...life,
      begin: plan.addresses.get(buffer) ?? Number.NaN,
      end: (plan.addresses.get(buffer) ?? Number.NaN) + 4 * graph.buffers[buffer].size,
    }));
    for (const [index, a] of placed.entries())
      for (const b of placed.slice(index + 1)) {
        const together = a.first < b.last && b.first < a.last;
        assert.not(together && a.begin < b.end && b.begin < a.end, `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
      }
    const all = placed.reduce((sum, {begin, end}) => sum + bytesOf((end - begin) / 4), 0);
    assert.ok(plan.end - 1000 < 0.8 * all, `${plan.end - 1000} of ${all} bytes`);
  });

test('states that trade places do so', () => {
  const a = core.variable(core.tensor1d([1, 2, 3]));
  const b = core.variable(core.tensor1d([4, 5, 6]));
  const run = () => {
    const [one, other] = [core.clone(a), core.mul(b, 2)];
    a.assign(other as typeof a);
    b.assign(one as typeof b);
    return {};
  };
  for (const steps of [1, 2, 3]) {
    const {eager, compiled} = bothWays({}, run, {state: {a, b}, steps});
    assert.equal(compiled, eager);
  }
});

test('a state that is needed after its next value is known keeps the old one until then', () => {
  const v = core.variable(core.tensor1d([1, 2, 3]));
  const run = () => {
    const next = core.mul(v, 3);
    const after = core.sum(core.add(core.matMul(core.reshape(next, [1, 3]), core.reshape(v, [3, 1])), core.sum(v)));
    v.assign(next as typeof v);
    return {after};
  };
  const {eager, compiled} = bothWays({}, run, {state: {v}, steps: 3});
  assert.equal(compiled, eager);
});

test('1,000 trainings of 20 shapes leave no tensor, and memory stays as it is', async () => {
  const engine = new WebAssemblyEngine(() => backends.cpu.load());
  const shapes = Array.from({length: 20}, (_, at) => {
    const length = 3 + (at % 5);
    const layers = at % 2 === 0 ? twoDenseLayers(3 + at, 'tanh') : [recurrentLayer('lstm', 2 + at), denseLayer(1)];
    return (seed: number) => trainingSetup(dataset, layers, length, training, seed);
  });
  const train = async (from: number, count: number) => {
    for (let trial = from; trial < from + count; trial++) {
      const setup = shapes[trial % 20](trial);
      const compiled = await engine.compile(setup);
      if ('refused' in compiled) throw new Error(compiled.refused.reason);
      await engine.train(compiled.program, setup, async () => {});
    }
  };
  await train(0, 200);
  const tensors = core.memory().numTensors;
  const [bytes, seconds] = [process.memoryUsage().rss, engine.compileSeconds];
  await train(200, 800);
  assert.is(core.memory().numTensors, tensors);
  assert.is(engine.compileSeconds, seconds, 'each shape is compiled once');
  const grown = (process.memoryUsage().rss - bytes) / 2 ** 20;
  assert.ok(grown < 64, `grew by ${grown.toFixed(0)} MiB`);
});

test.run();
