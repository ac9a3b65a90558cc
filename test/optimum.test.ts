// The global optimum of linear networks: the solver on NIST's sets, ranks by numpy, and that training comes to it and not below.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {LayerEntry} from '../src/model/layers/index.js';
import {leastSquares} from '../src/training/optimum/least-squares.js';
import {linearNetwork} from '../src/training/optimum/linear-network.js';
import {solvableNetwork, trainingOptimum} from '../src/training/optimum/training-optimum.js';
import {trainCompiled} from './compiled-training.js';
import {fixture} from './numbers.js';
import {adam, denseLayer, recurrentLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

interface Problem {
  readonly name: string;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (number | readonly number[])[];
}

const solve = ({x, y}: Problem, most?: number) =>
  leastSquares(
    {
      rows: x.length,
      inputs: x[0].length,
      outputs: [y[0]].flat().length,
      write(row, inputs, outputs) {
        inputs.set(x[row]);
        outputs.set([y[row]].flat());
      },
    },
    most === undefined ? {} : {mostRank: most},
  );

/** The fewest correct digits that NIST's sets may have, measured: others have 7 to 11 (McCullough, Assessing the reliability of statistical software, 1999). */
const DIGITS: Readonly<Record<string, number>> = {
  wampler1: 9,
  wampler2: 12,
  wampler3: 9,
  wampler4: 7,
  wampler5: 5,
  longley: 11,
};

for (const one of fixture<Problem & {readonly weights: readonly number[]}>('nist-least-squares'))
  test(`least squares has ${DIGITS[one.name]} digits of ${one.name}`, () => {
    const {weights} = solve(one);
    const digits = one.weights.map(
      (exact, at) => -Math.log10(Math.max(Math.abs(weights[at] - exact) / Math.abs(exact), 1e-16)),
    );
    assert.ok(Math.min(...digits) >= DIGITS[one.name], `${Math.min(...digits)} digits`);
  });

for (const one of fixture<Problem & {readonly most: number; readonly rank: number; readonly loss: number}>(
  'reduced-rank',
))
  test(`the least loss of ${one.name} of seven columns, two of which say nothing new, is that of numpy`, () => {
    const {weights, rank} = solve(one, one.most);
    assert.is(rank, one.rank);
    const errors = one.x.flatMap((x, row) =>
      [one.y[row]]
        .flat()
        .map((y, output) => y - x.reduce((sum, value, at) => sum + value * weights[at * 3 + output], 0)),
    );
    const loss = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    assert.ok(Math.abs(loss - one.loss) <= 1e-9 * one.loss, `${loss}, not ${one.loss}`);
  });

const data = seriesDataset(wave(150));
const training = {
  optimizer: {...adam, learningRate: 0.02},
  loss: {type: 'mse'},
  epochs: 2000,
  batchSize: 128,
  shuffle: false,
} as const;
const linear = (units: number, useBias = true) => ({...denseLayer(units), useBias}) as LayerEntry;

for (const [name, layers, window] of [
  ['one layer', [{type: 'flatten'}, linear(1)], {}],
  ['three layers', [{type: 'flatten'}, linear(4), linear(3), linear(1)], {}],
  ['no bias at all', [{type: 'flatten'}, linear(4, false), linear(1, false)], {}],
  ['a bias behind which nothing is narrower', [{type: 'flatten'}, linear(4), linear(1, false)], {}],
  ['a bottleneck', [{type: 'flatten'}, linear(2), linear(6)], {steps: 6}],
  ['windows less their last value', [{type: 'flatten'}, linear(1)], {normalization: 'last'}],
  ['windows divided by their deviation', [{type: 'flatten'}, linear(1)], {normalization: 'z-score'}],
] as readonly (readonly [string, LayerEntry[], object])[])
  test(`training comes to the optimum, and not below it: ${name}`, async () => {
    const setup = trainingSetup(data, layers, 6, training, 1, window);
    const network = solvableNetwork(setup);
    if (!network) throw new Error('no closed form');
    const {loss} = trainingOptimum(setup, network);
    const outcome = await trainCompiled(setup);
    if (outcome.status === 'failed') throw new Error(outcome.error.message);
    const reached = outcome.diagnostics.training_loss ?? Number.NaN;
    assert.ok(reached >= loss * (1 - 1e-6), `${reached} is below ${loss}`);
    assert.ok(reached <= loss * 1.02, `${reached} is far above ${loss}`);
  });

test('what single precision can not tell counts as nothing: sums of columns, and losses next to 0', () => {
  const rows = 200;
  const high = Float32Array.from({length: rows}, (_, t) => 100 + 5 * Math.sin(t / 7) + Math.sin(t * t));
  const low = Float32Array.from({length: rows}, (_, t) => 90 + 4 * Math.cos(t / 9) + Math.sin(3 * t * t));
  const table = (columns: readonly Float32Array[]) =>
    Float32Array.from(
      {length: rows * columns.length},
      (_, at) => columns[at % columns.length][Math.floor(at / columns.length)],
    );
  // Each column is rounded by itself, as standardized ones are: the difference is one but for rounding.
  const gap = high.map((value, row) => (value - low[row] - 7) / 3);
  const lossOf = (columns: readonly Float32Array[], length: number) => {
    const setup = trainingSetup(
      seriesDataset(table(columns), columns.length),
      [{type: 'flatten'}, linear(1)],
      length,
      training,
    );
    const network = solvableNetwork(setup);
    if (!network) throw new Error('no closed form');
    return trainingOptimum(setup, network).loss;
  };
  const [without, withGap] = [lossOf([high, low], 20), lossOf([high, low, gap], 20)];
  assert.ok(Math.abs(withGap / without - 1) < 0.01, `${withGap}, not ${without}`);
  // A sine is linear in its past: what is left is rounding.
  const sine = Float32Array.from({length: rows}, (_, t) => Math.sin(t / 5));
  const least = lossOf([sine], 10);
  assert.ok(least >= 2 ** -48 && least < 1e-12, `${least}`);
});

test('several targets that are divided by their own windows have no closed form', () => {
  for (const normalization of ['first-ratio', 'z-score', 'min-max'])
    assert.is(
      solvableNetwork(
        trainingSetup(seriesDataset(wave(300), 2, 0.7, 2), [{type: 'flatten'}, linear(2)], 4, training, 1, {
          normalization,
        } as never),
      ),
      undefined,
      normalization,
    );
});

test('what bends, drops, branches or shares weights has no closed form', () => {
  for (const layers of [
    [{type: 'flatten'}, denseLayer(3, 'tanh'), denseLayer(1)],
    [{type: 'flatten'}, {type: 'dropout', rate: 0.1}, denseLayer(1)],
    [recurrentLayer('simple-rnn', 3), denseLayer(1)],
    [denseLayer(2), {type: 'flatten'}, denseLayer(1)],
    [
      {type: 'flatten', name: 'f'},
      {...denseLayer(2), name: 'd'},
      {type: 'concatenate', axis: -1, inputs: ['f', 'd']},
      denseLayer(1),
    ],
  ] as LayerEntry[][])
    assert.is(linearNetwork(trainingSetup(data, layers, 6, training)), undefined, JSON.stringify(layers));
  const absolute = trainingSetup(data, [{type: 'flatten'}, linear(1)], 6, {...training, loss: {type: 'mae'}});
  assert.is(linearNetwork(absolute), undefined);
  // What the first layer adds has to pass one number, and does not reach all six steps as it likes.
  const narrow = [{type: 'flatten'}, linear(1), linear(6, false)] as LayerEntry[];
  assert.is(linearNetwork(trainingSetup(data, narrow, 6, training, 1, {steps: 6})), undefined);
});

test.run();
