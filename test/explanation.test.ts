// What explains a result: tests over time by another's numbers, echoes in closed form, and the rules of movements and clusters.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {movementOf} from '../src/results/optimality/movement.js';
import {optimalityOf} from '../src/results/optimality/optimality.js';
import {dieboldMariano} from '../src/results/statistics/diebold-mariano.js';
import type {TrialRecord} from '../src/run/records/trial-record.js';
import {echoOf} from '../src/training/measure/echo.js';
import {fixture} from './numbers.js';
import {NOISY_SINE, Rig, resultsIn, smallExperiment} from './rig.js';
import {adam, denseLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

interface TimeCase {
  readonly ahead: number;
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly statistic: number;
  readonly probability: number;
}

for (const one of fixture<TimeCase>('diebold-mariano'))
  test(`Diebold-Mariano of ${one.first.length} forecasts ${one.ahead} ahead has the numbers of another program`, () => {
    const told = dieboldMariano(one.first, one.second, one.ahead);
    if (!told) throw new Error('nothing is told');
    assert.ok(Math.abs(told.statistic - one.statistic) <= 1e-9 * Math.abs(one.statistic), `${told.statistic}`);
    assert.ok(Math.abs(told.probability - one.probability) <= 1e-9, `${told.probability}, not ${one.probability}`);
  });

test('forecasts that never differ, or are too few, tell nothing over time', () => {
  assert.is(dieboldMariano([1, 2, 3, 4], [1, 2, 3, 4], 1), undefined);
  assert.is(dieboldMariano([1, 2, 3], [2, 2, 1], 2), undefined);
});

const series = wave(300);
const setup = trainingSetup(
  seriesDataset(series),
  [{type: 'flatten'}, denseLayer(1)],
  5,
  {optimizer: adam, loss: {type: 'mse'}, epochs: 5, batchSize: 32, shuffle: true},
  1,
  {horizon: 3},
);
const starts = [...setup.windows.starts.test];

test('the last known value agrees with the truth as many rows before as it forecasts ahead', () => {
  const echo = echoOf(
    setup,
    Float32Array.from(starts, start => series[start + 4]),
  );
  assert.equal([echo?.ahead, echo?.lag, echo?.error_at_lag, echo?.explained], [3, 3, 0, 1]);
});

test('a forecast that is right is no echo', () => {
  const echo = echoOf(
    setup,
    Float32Array.from(starts, start => series[start + 7]),
  );
  assert.equal([echo?.lag, echo?.error], [0, 0]);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: number[]) => mean(values.map(value => (value - mean(values)) ** 2));
  const [made, left] = [
    starts.map(start => series[start + 7]),
    starts.map(start => series[start + 7] - series[start + 4]),
  ];
  assert.ok(Math.abs((echo?.explained ?? 0) - (1 - variance(left) / variance(made))) < 1e-4);
});

/** A trial of which the losses of its epochs, and of its end, are known. */
function trialOf(losses: readonly number[], reached: number, seed = 1): TrialRecord {
  const values = {mse: 1, standardized: {mse: 1}};
  return {
    id: `trial-${seed}`,
    parameters: {},
    seed,
    status: 'finished',
    metrics: {train: values, validation: values, test: values},
    history: losses.map((loss, index) => ({epoch: index + 1, loss, validation_loss: loss})),
    diagnostics: {
      epochs: losses.length,
      measured_epoch: losses.length,
      steps: 1,
      engine: 'compiled',
      training_loss: reached,
    },
    durationSeconds: 0,
  };
}

test('whether a training had stopped moving, and where', () => {
  const falling = Array.from({length: 20}, (_, epoch) => 1 / (1 + epoch));
  const flat = Array.from({length: 20}, (_, epoch) => 0.5 + (epoch === 0 ? 1 : 0));
  assert.is(movementOf(trialOf(falling, 0.05), 0.05), 'still improving');
  assert.is(movementOf(trialOf(flat, 0.5), 0.48), 'converged');
  assert.is(movementOf(trialOf(flat, 0.5), 0.3), 'stuck');
  // A last step that went astray is no other optimum.
  assert.is(movementOf(trialOf(flat, 0.9), 0.48), 'converged');
  assert.is(movementOf(trialOf(flat.slice(0, 9), 0.5), 0.5), null, 'too few epochs to tell');
  const back = trialOf(flat, 0.5);
  if (back.status === 'failed') throw new Error('failed');
  const restored = {...back, diagnostics: {...back.diagnostics, measured_epoch: 7}};
  assert.is(movementOf(restored, 0.5), null, 'weights that were left');
  const {metrics: _, diagnostics: __, ...rest} = trialOf(flat, 0.5) as Extract<TrialRecord, {status: 'finished'}>;
  const failed = {...rest, status: 'failed', error: {type: 'diverged', message: ''}} as TrialRecord;
  assert.is(movementOf(failed, 0.5), 'diverged');
});

test('gaps are told from the closed form, clusters by the losses that seeds came to', async () => {
  const rig = new Rig();
  try {
    rig.write(
      'linear.yaml',
      smallExperiment({
        name: 'linear',
        data: NOISY_SINE,
        training: {epochs: 60, batchSize: 16, optimizer: {type: 'adam', learningRate: 0.01}},
        sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 3},
      }),
    );
    const {code, stderr} = await rig.tfsweep(['run', 'linear.yaml']);
    assert.is(code, 0, stderr);
    const results = resultsIn(rig.runFolder('linear'));
    const [linear, tanh] = optimalityOf(results);
    assert.is(linear.parameters.activation, 'linear');
    assert.is(tanh.optimum, null, 'what bends has no closed form');
    const {optimum} = linear;
    if (optimum === null) throw new Error('no optimum');
    for (const {loss, gap, forecastGap} of linear.trials) {
      assert.ok(loss !== null && loss >= optimum * (1 - 1e-6), `${loss} is below ${optimum}`);
      assert.ok(Math.abs((gap ?? Number.NaN) - (loss / optimum - 1)) < 1e-9);
      assert.ok(Math.abs((forecastGap ?? Number.NaN) ** 2 - Math.max(0, loss - optimum)) < 1e-12);
    }
    assert.is(tanh.best, Math.min(...tanh.trials.map(({loss}) => loss ?? Number.NaN)));
    const settled = tanh.trials
      .filter(({movement}) => movement !== 'still improving')
      .map(({loss}) => loss ?? Number.NaN);
    assert.is(
      tanh.clusters.reduce((sum, {trials}) => sum + trials, 0),
      settled.length,
    );
    if (settled.length > 0) assert.is(tanh.clusters[0].loss, Math.min(...settled));
  } finally {
    rig.remove();
  }
});

test.run();
