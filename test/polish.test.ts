// What goes on from the end of a training in double precision: its numbers against eager training and finite differences, its search
// against known minima.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {minimize} from '../src/engine/double/lbfgs.js';
import {objectiveOf, polish} from '../src/engine/double/polish.js';
import {firstWeights} from '../src/training/contract-values.js';
import {filledUp} from '../src/training/diagnosis/diagnosis-plan.js';
import {solvableNetwork, trainingOptimum} from '../src/training/optimum/training-optimum.js';
import {TrainingSession} from '../src/training/training-session.js';
import {NOISY_SINE, Rig, resultsIn, smallExperiment} from './rig.js';
import {trainingCases} from './training-cases.js';
import {adam, denseLayer, seriesDataset, trainingSetup, twoDenseLayers, wave} from './training-setup.js';

const tf = await backends.cpu.load();
const LIMITS = {evaluations: 500, tolerance: 1e-10};

test('the search finds the minimum of Rosenbrock’s function of ten numbers', () => {
  const x = Float64Array.from({length: 10}, (_, at) => (at % 2 === 0 ? -1.2 : 1));
  const found = minimize(
    (at, gradient) => {
      let value = 0;
      gradient.fill(0);
      for (let i = 0; i < 10; i += 2) {
        const [a, b] = [at[i], at[i + 1]];
        value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
        gradient[i] += -400 * a * (b - a * a) - 2 * (1 - a);
        gradient[i + 1] += 200 * (b - a * a);
      }
      return value;
    },
    x,
    LIMITS,
  );
  assert.is(found.ended, 'no gradient');
  for (const value of x) assert.ok(Math.abs(value - 1) < 1e-8, `${value}`);
});

test('the search ends where nothing leads down, and when its evaluations are used up', () => {
  const flat = minimize((_, gradient) => gradient.fill(0).length * 0 + 3, new Float64Array(3), LIMITS);
  assert.equal([flat.ended, flat.iterations, flat.value], ['no gradient', 0, 3]);
  const slope = (x: Float64Array, gradient: Float64Array) => {
    gradient.fill(1);
    return x[0];
  };
  assert.is(minimize(slope, new Float64Array(1), {evaluations: 12, tolerance: 1e-10}).ended, 'evaluations');
  const broken = minimize(
    (x, gradient) => {
      gradient.fill(1);
      return x[0] === 0 ? 0 : Number.NaN;
    },
    new Float64Array(1),
    LIMITS,
  );
  assert.is(broken.ended, 'no way down');
});

for (const [name, setup] of Object.entries(trainingCases).filter(([own]) =>
  /^(a network|layers|windows|loss)/.test(own),
))
  test(`in double precision loss and gradient are those of TensorFlow.js: ${name}`, () => {
    const session = new TrainingSession(tf, setup);
    const objective = objectiveOf(tf, setup);
    const x = Float64Array.from(firstWeights(setup, session.contract).flatMap(own => [...own]));
    const gradient = new Float64Array(x.length);
    const loss = objective(x, gradient);
    const starts = setup.windows.starts.train;
    const filled = filledUp(starts, starts.length);
    const eager = tf.core.tidy(() => {
      const told = session.lossAndGradient(tf.core.tensor1d(filled.starts, 'int32'), tf.core.tensor1d(filled.counts));
      return {loss: told.loss.dataSync()[0], gradient: [...told.gradient.dataSync()]};
    });
    session.dispose();
    assert.ok(Math.abs(loss - eager.loss) <= 2e-6 * Math.abs(eager.loss), `${loss}, not ${eager.loss}`);
    const scale = Math.max(...eager.gradient.map(Math.abs));
    eager.gradient.forEach((value, at) => {
      assert.ok(Math.abs(gradient[at] - value) <= 2e-5 * scale, `weight ${at}: ${gradient[at]}, not ${value}`);
    });
    // A kink has no slope: states that begin at 0 lie on relu's.
    if (/relu/.test(name)) return;
    // Of the largest weight's gradient: central differences, which single precision could not tell.
    const largest = gradient.reduce((most, value, at) => (Math.abs(value) > Math.abs(gradient[most]) ? at : most), 0);
    const around = [1e-6, -1e-6].map(step => {
      const moved = x.slice();
      moved[largest] += step;
      return objective(moved, new Float64Array(x.length));
    });
    const difference = (around[0] - around[1]) / 2e-6;
    assert.ok(Math.abs(difference - gradient[largest]) <= 1e-5 * scale, `${difference}, not ${gradient[largest]}`);
  });

const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 5, batchSize: 32, shuffle: true} as const;

test('of a linear network it comes to the optimum of least squares', () => {
  const setup = trainingSetup(seriesDataset(wave(300)), twoDenseLayers(6, 'linear'), 8, training);
  const network = solvableNetwork(setup);
  if (!network) throw new Error('no closed form');
  const session = new TrainingSession(tf, setup);
  const weights = firstWeights(setup, session.contract);
  session.dispose();
  const {loss} = polish(tf, setup, weights);
  const optimum = trainingOptimum(setup, network).loss;
  assert.ok(Math.abs(loss / optimum - 1) < 1e-6, `${loss}, not ${optimum}`);
});

test('batches that are not whole count as much as they have windows', () => {
  // More windows than are computed at once.
  const setup = trainingSetup(seriesDataset(wave(1000)), [{type: 'flatten'}, denseLayer(1)], 4, training);
  const network = solvableNetwork(setup);
  if (!network) throw new Error('no closed form');
  const session = new TrainingSession(tf, setup);
  const weights = firstWeights(setup, session.contract);
  session.dispose();
  assert.ok(setup.windows.starts.train.length % 512 > 0);
  const optimum = trainingOptimum(setup, network).loss;
  assert.ok(Math.abs(polish(tf, setup, weights).loss / optimum - 1) < 1e-6);
});

test('a run with polish records where it led, and its metrics stay as they are', async () => {
  const rig = new Rig();
  try {
    const of = (name: string, polished: object) =>
      smallExperiment({name, data: NOISY_SINE, training: {epochs: 10, ...polished}});
    rig.write('plain.yaml', of('plain', {}));
    rig.write('polished.yaml', of('polished', {polish: 'lbfgs'}));
    for (const file of ['plain.yaml', 'polished.yaml']) assert.is((await rig.tfsweep(['run', file])).code, 0);
    const [plain, polished] = ['plain', 'polished'].map(name => resultsIn(rig.runFolder(name)).trials);
    for (const [at, trial] of polished.entries()) {
      const other = plain[at];
      if (trial.status === 'failed' || other.status === 'failed') throw new Error('failed');
      assert.equal([trial.metrics, trial.history], [other.metrics, other.history]);
      const {polished: told, training_loss: loss} = trial.diagnostics;
      assert.ok(told && (told.loss ?? 1) < (loss ?? 0), JSON.stringify(told));
      assert.is(other.diagnostics.polished, undefined);
    }
    const {stdout} = await rig.tfsweep(['table', 'polished']);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /L-BFGS went on from the end of each, and came [\d.]+ % lower in the median/,
    );
    rig.write('wrong.yaml', of('wrong', {polish: 'newton'}));
    assert.is((await rig.tfsweep(['check', 'wrong.yaml'])).code, 2);
  } finally {
    rig.remove();
  }
});

test.run();
