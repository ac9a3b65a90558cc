import {cutByShares} from '../src/data/4-split/cut-rows.js';
import {affine} from '../src/data/7-standardize/scaling.js';
import type {StandardizedData} from '../src/data/7-standardize/standardize.js';
import type {ExperimentFile} from '../src/experiment/experiment-file.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import {Shapes} from '../src/plan/shapes.js';
import type {TrainingSetup} from '../src/training/setup.js';
import type {TrainingEntry} from '../src/training/training-entry.js';
import {nowhere} from './numbers.js';

/** A series of some columns, not standardized further, the first ones to be forecast; every row may be trained on where `share` is 1. */
export function seriesDataset(series: Float32Array, columns = 1, share = 0.7, targets = 1): StandardizedData {
  const rows = series.length / columns;
  const column = (index: number) => Float32Array.from({length: rows}, (_, row) => series[row * columns + index]);
  const named = (count: number) =>
    Array.from({length: count}, (_, index) => ({name: `c${index}`, values: Float64Array.from(column(index))}));
  const all = {begin: 0, end: rows};
  const boundaries =
    share === 1
      ? {train: all, validation: all, test: all}
      : cutByShares(rows, {train: share, validation: (1 - share) / 2, test: (1 - share) / 2});
  return {
    dataset: {
      key: 'test',
      origin: 'test',
      sha256: '',
      rows,
      inputs: named(columns),
      targets: named(targets).map(target => ({...target, transform: 'none'})),
      sourceRows: undefined,
      time: undefined,
      missing: {},
      reading: {},
      notes: [],
      isMade: false,
      breaks: [],
      series: [{name: '', begin: 0, end: rows}],
    },
    boundaries: [boundaries],
    scalings: [Array.from({length: columns}, () => affine(0, 1))],
    targetScalings: [Array.from({length: targets}, () => ({transform: 'none', scaling: affine(0, 1)}))],
    inputs: series,
  };
}

const PLAIN = {
  horizon: 1,
  steps: 1,
  forecast: 'direct',
  stride: 1,
  samplingRate: 1,
  lookBack: true,
  normalization: 'none',
} as const;
type WindowOf = ExperimentFile['window'];

/** A training of some layers on a series, by windows of a length. */
export function trainingSetup(
  data: StandardizedData,
  layers: LayerEntry[],
  length: number,
  training: TrainingEntry,
  seed = 1,
  window: Partial<WindowOf> = {},
): TrainingSetup {
  const {graph, ...shapes} = new Shapes().of(
    {window: {...PLAIN, length, ...window}, model: {layers}, training: {}, standardization: {type: 'none'}},
    data,
    nowhere,
  );
  if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join());
  return {graph: graph.value, data, ...shapes, training, seed, diagnostics: true, sharedRows: {}};
}

export const denseLayer = (units: number, activation: 'linear' | 'tanh' = 'linear'): LayerEntry => ({
  type: 'dense',
  units,
  activation,
  useBias: true,
  kernelInitializer: 'glorot-uniform',
  biasInitializer: 'zeros',
});

/** The network of the page: the window flattened, two hidden layers, one forecast. */
export function twoDenseLayers(units: number, activation: 'linear' | 'tanh'): LayerEntry[] {
  return [{type: 'flatten'}, denseLayer(units, activation), denseLayer(units, activation), denseLayer(1)];
}

const initial = {
  kernelInitializer: 'glorot-uniform',
  recurrentInitializer: 'orthogonal',
  biasInitializer: 'zeros',
} as const;

/** A recurrent layer with Keras' defaults that gives its last output. */
export function recurrentLayer(type: 'simple-rnn' | 'lstm' | 'gru', units: number): LayerEntry {
  const shared = {units, useBias: true, returnSequences: false, activation: 'tanh', ...initial} as const;
  switch (type) {
    case 'simple-rnn':
      return {type, ...shared};
    case 'lstm':
      return {type, recurrentActivation: 'sigmoid', unitForgetBias: true, ...shared};
    case 'gru':
      return {type, recurrentActivation: 'sigmoid', resetAfter: true, ...shared};
  }
}

export const adam = {type: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7} as const;

/** A wave under noise that needs no generator. */
export function wave(rows: number): Float32Array {
  return Float32Array.from({length: rows}, (_, t) => Math.sin(t / 4) + 0.2 * Math.sin(t * t));
}
