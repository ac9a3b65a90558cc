// What is seen of layers while they learn: networks in which it is known in closed form, the same on each way to train, and that
// looking changes nothing.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {trainEagerly} from '../src/engine/eager/train-eagerly.js';
import {WebAssemblyEngine} from '../src/engine/webassembly/run/webassembly-engine.js';
import {activationOf, activations} from '../src/model/activations/index.js';
import {firstWeight} from '../src/model/first-weight.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import type {LayerDiagnostics} from '../src/training/diagnosis/layer-diagnostics.js';
import {endingOf} from '../src/training/result.js';
import type {TrainingSetup} from '../src/training/setup.js';
import {close} from './numbers.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';
import {trainingCases} from './training-cases.js';
import {denseLayer, recurrentLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

const tf = await backends.cpu.load();
const engine = new WebAssemblyEngine(async () => tf);

async function compiled(setup: TrainingSetup) {
  const program = await engine.compile(setup);
  if ('refused' in program) throw new Error(program.refused.reason);
  return engine.train(program.program, setup, async () => {});
}

function seenIn(setup: TrainingSetup, output: Awaited<ReturnType<typeof compiled>>) {
  const {outcome} = endingOf(setup, 'compiled', output, () => 0);
  if (outcome.status === 'failed') throw new Error(outcome.error.message);
  const {seen} = outcome.diagnostics;
  if (!seen) throw new Error('nobody looked');
  return seen;
}

/** What is seen of the first weights, which training leaves as they are: its steps are too small for single precision. */
async function seenAtFirst(series: Float32Array, layers: LayerEntry[], length: number, batchSize = 32) {
  const still = {type: 'sgd', learningRate: 1e-30, momentum: 0, nesterov: false} as const;
  const setup = trainingSetup(seriesDataset(series, 1, 0.7), layers, length, {
    optimizer: still,
    loss: {type: 'mse'},
    epochs: 100,
    batchSize,
    shuffle: false,
  });
  const seen = seenIn(setup, await compiled(setup));
  const windows = [...setup.windows.starts.train].map(start => series.slice(start, start + length));
  const targets = [...setup.windows.starts.train].map(start => series[start + length]);
  const weights = (node: number) =>
    setup.graph.nodes[node].weights.map((_, at) => firstWeight(setup.graph, 1, node, at));
  return {seen, windows, targets, weights};
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
/** Four digits are recorded. */
const near = (actual: readonly (number | null | undefined)[], expected: readonly number[], what: string) =>
  close(
    actual.map(value => value ?? Number.NaN),
    expected,
    2e-4,
    what,
  );
const layerAt = (layers: readonly LayerDiagnostics[], at: number): LayerDiagnostics => layers[at];

test('a linear layer: its gradient is that of least squares, its norm that of its weights', async () => {
  const series = wave(120);
  const {seen, windows, targets, weights} = await seenAtFirst(series, [{type: 'flatten'}, denseLayer(1)], 4);
  const [kernel, bias] = weights(1);
  const errors = windows.map((window, at) => window.reduce((sum, x, i) => sum + x * kernel[i], bias[0]) - targets[at]);
  const gradient = [0, 1, 2, 3].map(i => mean(errors.map((error, at) => 2 * error * windows[at][i])));
  const whole = norm([...gradient, mean(errors.map(error => 2 * error))]);
  assert.is(seen.end.windows, windows.length);
  near([seen.end.gradient_norm], [whole], 'the whole gradient');
  const [layer] = seen.end.layers;
  near(layer.gradient_norm, [whole], 'of the layer');
  near(layer.weight_norm, [norm([...kernel, ...bias])], 'weights');
  near(
    layer.squashed,
    [mean(windows.map(window => Number(Math.abs(window.reduce((sum, x, i) => sum + x * kernel[i], bias[0])) > 1)))],
    'squashed',
  );
  assert.is(layer.slope, undefined, 'nothing is said of what has no bend');
});

test('a tanh layer: shares beyond 1 and 3, mean slope, and units that are saturated in all windows', async () => {
  // All windows are positive and large, so that units are beyond 3 always, sometimes or never, by their weights.
  const series = Float32Array.from({length: 150}, (_, t) => 4 + Math.sin(t / 5));
  const layers: LayerEntry[] = [{type: 'flatten'}, denseLayer(6, 'tanh'), denseLayer(1)];
  const {seen, windows, weights} = await seenAtFirst(series, layers, 3);
  const [kernel] = weights(1);
  const z = windows.map(window =>
    [0, 1, 2, 3, 4, 5].map(unit => window.reduce((sum, x, i) => sum + x * kernel[i * 6 + unit], 0)),
  );
  const [layer] = seen.end.layers;
  const all = z.flat();
  near(layer.squashed, [mean(all.map(x => Number(Math.abs(x) > 1)))], 'squashed');
  near(layer.saturated ?? [], [mean(all.map(x => Number(Math.abs(x) > 3)))], 'saturated');
  near(layer.slope ?? [], [mean(all.map(x => 1 - Math.tanh(x) ** 2))], 'slope');
  const dead = [0, 1, 2, 3, 4, 5].filter(unit => z.every(own => Math.abs(own[unit]) > 3)).length;
  assert.ok(dead > 0 && dead < 6, `${dead} of 6 are dead`);
  near(layer.dead ?? [], [dead / 6], 'dead');
});

test('a relu layer that no window reaches is dead, and no gradient passes it', async () => {
  const setupOf = async (sign: number) => {
    const series = Float32Array.from({length: 120}, (_, t) => sign * (1 + (t % 5)));
    const relu = {...denseLayer(1), activation: 'relu'} as LayerEntry;
    return seenAtFirst(series, [{type: 'flatten'}, relu, denseLayer(1)], 1);
  };
  const [one, other] = [await setupOf(1), await setupOf(-1)];
  const dead = [one, other].map(({seen}) => layerAt(seen.end.layers, 0).dead?.[0]);
  assert.equal([...dead].sort(), [0, 1], 'its one weight is positive or negative');
  const {seen} = dead[0] === 1 ? one : other;
  assert.equal([layerAt(seen.end.layers, 0).gradient_norm, layerAt(seen.end.layers, 0).slope], [[0], [0]]);
});

test('through a chain of tanh units the gradient falls by slope times weight in each', async () => {
  const chain = Array.from({length: 5}, () => denseLayer(1, 'tanh'));
  const {seen, windows, targets, weights} = await seenAtFirst(
    wave(120),
    [{type: 'flatten'}, ...chain, denseLayer(1)],
    1,
  );
  const w = [1, 2, 3, 4, 5, 6].map(node => weights(node)[0][0]);
  const gradients = w.map(() => [] as {kernel: number; bias: number}[]);
  windows.forEach(([x], at) => {
    const outputs = [x];
    for (let layer = 0; layer < 5; layer++) outputs.push(Math.tanh(w[layer] * outputs[layer]));
    let back = 2 * (w[5] * outputs[5] - targets[at]);
    for (let layer = 5; layer >= 0; layer--) {
      gradients[layer].push({kernel: back * outputs[layer], bias: back});
      if (layer > 0) back *= w[layer] * (1 - outputs[layer] ** 2);
    }
  });
  const expected = gradients.map(own => norm([mean(own.map(({kernel}) => kernel)), mean(own.map(({bias}) => bias))]));
  near(
    seen.end.layers.flatMap(({gradient_norm}) => gradient_norm),
    expected,
    'gradients by layer',
  );
});

test('of a recurrent unit the gradient that reaches the first state is that of the last, times weight and slope of each step between', async () => {
  const rnn = recurrentLayer('simple-rnn', 1);
  const {seen, windows, targets, weights} = await seenAtFirst(wave(120), [rnn, denseLayer(1)], 6);
  const [[kernel], [recurrent]] = weights(0);
  const [[output]] = weights(1);
  const [firsts, lasts]: [number[], number[]] = [[], []];
  windows.forEach((window, at) => {
    const states: number[] = [];
    for (const x of window) states.push(Math.tanh(kernel * x + recurrent * (states.at(-1) ?? 0)));
    const last = 2 * (output * states[5] - targets[at]) * output;
    lasts.push(last * last);
    firsts.push(states.slice(1).reduce((back, state) => back * recurrent * (1 - state * state), last) ** 2);
  });
  const layer = layerAt(seen.end.layers, 0);
  near(layer.first_state ?? [], [Math.sqrt(mean(firsts))], 'first');
  near(layer.last_state ?? [], [Math.sqrt(mean(lasts))], 'last');
});

test('activations saturate where their slope is a hundredth of its largest', () => {
  const {core} = tf;
  for (const {name} of activations) {
    const {saturates} = activationOf(name);
    if (!saturates) continue;
    const slopes = (xs: readonly number[]) =>
      Array.from(
        core.tidy(() =>
          core
            .grad(x => activationOf(name).apply(core, x))(core.tensor1d([...xs]))
            .dataSync(),
        ),
        Math.abs,
      );
    const steepest = Math.max(...slopes(Array.from({length: 801}, (_, at) => -4 + at / 100)));
    const {below, above} = saturates;
    for (const [bound, side] of [
      [below, -1],
      [above, 1],
    ] as const) {
      if (bound === undefined) continue;
      const far = slopes([1, 5, 20].map(distance => bound + side * (distance + 0.05)));
      assert.ok(
        far.every(slope => slope < 0.01 * steepest),
        `${name} beyond ${bound}: ${far}`,
      );
      const [before] = slopes([bound - side * 0.12]);
      assert.ok(before > 0.01 * steepest, `${name} before ${bound}: ${before}`);
    }
  }
});

const cases = Object.entries(trainingCases).filter(([name]) =>
  /^layers: (dense|lstm|gru|simple-rnn)|network: dropout$|early stopping/.test(name),
);
for (const [name, setup] of cases)
  test(`looking changes no bit: ${name}`, async () => {
    const [looking, blind] = [await compiled(setup), await compiled({...setup, diagnostics: false})];
    if (looking.status === 'diverged' || blind.status === 'diverged') throw new Error('diverged');
    assert.is(blind.looks, undefined);
    assert.equal({...looking, looks: undefined}, blind);
  });

test('looks leave no tensor behind', async () => {
  const [[, setup]] = cases;
  await trainEagerly(tf, setup, async () => {});
  const before = tf.core.memory().numTensors;
  await trainEagerly(tf, setup, async () => {});
  assert.is(tf.core.memory().numTensors, before);
});

test('a journal holds what was seen, unless the experiment says diagnostics: false', async () => {
  const rig = new Rig();
  try {
    rig.write('small.yaml', smallExperiment({}));
    rig.write('blind.yaml', smallExperiment({name: 'blind', diagnostics: false}));
    for (const file of ['small.yaml', 'blind.yaml']) assert.is((await rig.tfsweep(['run', file])).code, 0);
    const [looked, blind] = ['small', 'blind'].map(name => resultsIn(rig.runFolder(name)).trials);
    for (const [at, trial] of looked.entries()) {
      const other = blind[at];
      if (trial.status === 'failed' || other.status === 'failed') throw new Error('failed');
      const {seen, ...diagnostics} = trial.diagnostics;
      assert.equal([trial.metrics, trial.history, diagnostics], [other.metrics, other.history, other.diagnostics]);
      assert.is(seen?.after_epochs.at(-1), diagnostics.measured_epoch);
      for (const {squashed} of seen?.layers ?? []) assert.is(squashed.length, seen?.after_epochs.length);
    }
    const wrong = smallExperiment({diagnostics: 'yes please'});
    rig.write('wrong.yaml', wrong);
    assert.is((await rig.tfsweep(['check', 'wrong.yaml'])).code, 2);
  } finally {
    rig.remove();
  }
});

test.run();
