// Trainings of every layer, activation, loss, optimizer and schedule, those of the reference numbers among them, for all engines:
// some 50 steps each.

import {affine} from '../src/data/7-standardize/scaling.js';
import {type StandardizedData, standardize} from '../src/data/7-standardize/standardize.js';
import {type TransformName, transforms} from '../src/data/7-standardize/transforms/index.js';
import type {ActivationName} from '../src/model/activations/index.js';
import {activations} from '../src/model/activations/index.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import {normalizations} from '../src/model/normalizations/index.js';
import type {LossEntry} from '../src/training/losses/index.js';
import type {OptimizerEntry} from '../src/training/optimizers/index.js';
import type {ScheduleEntry} from '../src/training/schedules/index.js';
import type {TrainingSetup} from '../src/training/setup.js';
import type {TrainingEntry} from '../src/training/training-entry.js';
import {references} from './references.js';
import {adam, denseLayer, recurrentLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

// 76 training windows: nine whole batches and a smaller one; five epochs are 50 steps.
const dataset = seriesDataset(wave(118), 1, 0.7);
const training: TrainingEntry = {
  optimizer: adam,
  loss: {type: 'mse'},
  epochs: 5,
  batchSize: 8,
  shuffle: true,
};

const activationNames = activations.map(({name}) => name);
const withActivation = (layer: LayerEntry, activation: ActivationName): LayerEntry =>
  ({...layer, activation}) as LayerEntry;
const sequences = (layer: LayerEntry): LayerEntry => ({...layer, returnSequences: true}) as LayerEntry;
const gru = recurrentLayer('gru', 5);

const networks: Record<string, LayerEntry[]> = {
  linear: [{type: 'flatten'}, denseLayer(1)],
  'without bias': [{type: 'flatten'}, {...denseLayer(6, 'tanh'), useBias: false} as LayerEntry, denseLayer(1)],
  'dense on sequences': [denseLayer(3, 'tanh'), {type: 'flatten'}, denseLayer(1)],
  dropout: [{type: 'flatten'}, denseLayer(9, 'tanh'), {type: 'dropout', rate: 0.4}, denseLayer(1)],
  'dropout at 0': [{type: 'flatten'}, {type: 'dropout', rate: 0}, denseLayer(1)],
  'dropout on the window': [{type: 'dropout', rate: 0.2}, recurrentLayer('lstm', 4), denseLayer(1)],
  'lstm on lstm': [sequences(recurrentLayer('lstm', 4)), recurrentLayer('lstm', 3), denseLayer(1)],
  'all sequences, flattened': [
    sequences(gru),
    sequences(recurrentLayer('simple-rnn', 3)),
    {type: 'flatten'},
    denseLayer(1),
  ],
  'concatenated branches': [
    {...recurrentLayer('lstm', 4), name: 'a', inputs: ['input']} as LayerEntry,
    {...recurrentLayer('gru', 3), name: 'b', inputs: ['input']} as LayerEntry,
    {type: 'concatenate', axis: -1, inputs: ['a', 'b']},
    denseLayer(1),
  ],
  'flattened though flat': [gru, {type: 'flatten'}, denseLayer(4, 'tanh'), {type: 'flatten'}, denseLayer(1)],
  'residual sum': [
    {type: 'flatten', name: 'flat'},
    {...denseLayer(6, 'tanh'), name: 'hidden'} as LayerEntry,
    {...denseLayer(6, 'tanh'), name: 'next'} as LayerEntry,
    {type: 'add', inputs: ['hidden', 'next']},
    denseLayer(1),
  ],
  'concatenated along time': [
    {...sequences(recurrentLayer('lstm', 3)), name: 'a', inputs: ['input']} as LayerEntry,
    {...sequences(recurrentLayer('simple-rnn', 3)), name: 'b', inputs: ['input']} as LayerEntry,
    {type: 'concatenate', axis: 1, inputs: ['a', 'b']},
    {type: 'flatten'},
    denseLayer(1),
  ],
};
for (const activation of activationNames) {
  networks[`dense, ${activation}`] = [{type: 'flatten'}, withActivation(denseLayer(7), activation), denseLayer(1)];
  networks[`simple-rnn, ${activation}`] = [withActivation(recurrentLayer('simple-rnn', 4), activation), denseLayer(1)];
  // The gated ones apply them in the same way.
  if (!['linear', 'relu', 'sigmoid', 'gelu'].includes(activation)) continue;
  networks[`lstm, ${activation}`] = [withActivation(recurrentLayer('lstm', 4), activation), denseLayer(1)];
  networks[`gru, ${activation}`] = [withActivation(recurrentLayer('gru', 4), activation), denseLayer(1)];
}

const hidden: LayerEntry[] = [{type: 'flatten'}, denseLayer(8, 'tanh'), denseLayer(1)];
const trainings: Record<string, Partial<TrainingEntry>> = {
  'in order': {shuffle: false},
  'one batch per epoch': {batchSize: 76},
  'a batch larger than the data': {batchSize: 100},
  'batches of one': {batchSize: 1, epochs: 1},
  'no smaller batch': {batchSize: 19},
  'early stopping': {epochs: 40, earlyStopping: {patience: 2, minDelta: 0.002, restoreBestWeights: true}},
  'early stopping, last weights': {epochs: 40, earlyStopping: {patience: 1, minDelta: 0.01, restoreBestWeights: false}},
};

/** Networks that add products up: of one row they are another shape than of several. */
const adding: Record<string, LayerEntry[]> = {
  lstm: [recurrentLayer('lstm', 4), denseLayer(1)],
  gru: [gru, denseLayer(1)],
  'simple-rnn': [recurrentLayer('simple-rnn', 3), denseLayer(1)],
  'residual sum': networks['residual sum'],
};

const columns = seriesDataset(wave(3 * 118), 3, 0.7);
const twoColumns = seriesDataset(wave(2 * 118), 2, 0.7);
const twoTargets = seriesDataset(wave(3 * 118), 3, 0.7, 2);
const wideLayers: LayerEntry[] = [
  {type: 'flatten'},
  denseLayer(7, 'tanh'),
  {type: 'dropout', rate: 0.2},
  denseLayer(6),
];
const stopping = {epochs: 40, earlyStopping: {patience: 2, minDelta: 0.002, restoreBestWeights: true}};
const gaps = {horizon: 3, stride: 2, samplingRate: 3};

/** The same data with a 0 that lies far from its values, so that ratios can be told. */
function away(data: StandardizedData): StandardizedData {
  const far = affine(5, 1);
  return {
    ...data,
    scalings: data.scalings.map(columns => columns.map(() => far)),
    targetScalings: data.targetScalings.map(columns => columns.map(target => ({...target, scaling: far}))),
  };
}

/** The data with another target, which is no input: positive, as some transforms want it. */
function withTarget({dataset: of, boundaries}: StandardizedData, transform: TransformName): StandardizedData {
  const values = Float64Array.from({length: of.rows}, (_, row) => 5 + Math.sin(row / 3) + (row % 7) / 5);
  const changed = {...of, targets: [{name: 'other', values, transform}]};
  return standardize(changed, boundaries, {type: 'z-score'}, {horizon: 1, steps: 2});
}

/** A training of every entry that there are reference numbers of, so that a kind more is tested here, too. */
const ofReferences = {
  ...Object.fromEntries(
    references<{readonly entry: LossEntry}>('losses').map(({entry}) => [JSON.stringify(entry), {loss: entry}]),
  ),
  ...Object.fromEntries(
    references<{readonly entry: OptimizerEntry}>('optimizers').map(({entry}) => [
      JSON.stringify(entry),
      {optimizer: entry},
    ]),
  ),
  ...Object.fromEntries(
    references<{readonly entry: ScheduleEntry}>('schedules').map(({entry}) => [
      JSON.stringify(entry),
      {learningRateSchedule: entry},
    ]),
  ),
} satisfies Record<string, Partial<TrainingEntry>>;
const layersOfReferences = references<{readonly name: string; readonly layers: LayerEntry[]}>('layers').filter(
  ({name}) => !/^dense \w+$/.test(name),
);

/** By name. */
export const trainingCases: Readonly<Record<string, TrainingSetup>> = {
  ...Object.fromEntries(
    Object.entries(networks).map(([name, layers]) => [
      `a network: ${name}`,
      trainingSetup(dataset, layers, 6, training),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({...trainings, ...ofReferences}).map(([name, change]) => [
      `a training: ${name}`,
      trainingSetup(dataset, hidden, 6, {...training, ...change}),
    ]),
  ),
  ...Object.fromEntries(
    layersOfReferences.map(({name, layers}) => [`layers: ${name}`, trainingSetup(twoColumns, layers, 5, training)]),
  ),
  ...Object.fromEntries(
    Object.entries(adding).flatMap(([name, layers]) => [
      [`a last batch of one window: ${name}`, trainingSetup(dataset, layers, 6, {...training, batchSize: 25})],
      [`batches of one window: ${name}`, trainingSetup(dataset, layers, 6, {...training, batchSize: 1, epochs: 1})],
    ]),
  ),
  'several columns, recurrent': trainingSetup(columns, [recurrentLayer('lstm', 4), denseLayer(1)], 6, training),
  'several columns': trainingSetup(columns, hidden, 6, training),
  'three rows at once': trainingSetup(
    dataset,
    [{type: 'flatten'}, denseLayer(8, 'tanh'), denseLayer(3)],
    6,
    training,
    1,
    {steps: 3},
  ),
  'two target columns': trainingSetup(twoTargets, [recurrentLayer('gru', 4), denseLayer(2)], 6, training),
  'two target columns, three rows at once': trainingSetup(twoTargets, wideLayers, 6, {...training, ...stopping}, 1, {
    steps: 3,
  }),
  'windows with gaps, and a horizon': trainingSetup(dataset, hidden, 4, training, 1, gaps),
  ...Object.fromEntries(
    normalizations.map(({name}) => [
      `windows normalized: ${name}`,
      trainingSetup(away(twoTargets), wideLayers, 6, {...training, ...stopping}, 1, {steps: 3, normalization: name}),
    ]),
  ),
  ...Object.fromEntries(
    normalizations.map(({name}) => [
      `windows normalized, a target that is no input: ${name}`,
      trainingSetup(away(withTarget(columns, 'none')), hidden, 6, training, 1, {normalization: name}),
    ]),
  ),
  'a recursive forecast': trainingSetup(dataset, hidden, 6, training, 1, {
    steps: 5,
    forecast: 'recursive',
    samplingRate: 2,
    normalization: 'last',
  }),
  'a recursive forecast of two columns': trainingSetup(
    twoTargets,
    [recurrentLayer('gru', 4), denseLayer(2)],
    6,
    training,
    1,
    {steps: 4, forecast: 'recursive'},
  ),
  'a normalized window, recurrent': trainingSetup(columns, [recurrentLayer('lstm', 4), denseLayer(1)], 6, training, 1, {
    normalization: 'z-score',
  }),
  'some columns normalized': {
    ...trainingSetup(columns, hidden, 6, training, 1, {normalization: 'min-max'}),
    normalization: {name: 'min-max', columns: [true, false, true], putBack: [0]},
  },
  ...Object.fromEntries(
    transforms.map(({name}) => [
      `a target transformed: ${name}`,
      trainingSetup(
        withTarget(columns, name),
        [{type: 'flatten'}, denseLayer(8, 'tanh'), denseLayer(2)],
        6,
        training,
        1,
        {steps: 2, normalization: 'last'},
      ),
    ]),
  ),
};

/** One that becomes infinite. */
export const diverging: TrainingSetup = trainingSetup(dataset, [{type: 'flatten'}, denseLayer(1)], 6, {
  ...training,
  optimizer: {type: 'sgd', learningRate: 1e6, momentum: 0, nesterov: false},
});
