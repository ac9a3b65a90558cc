import type {Dataset} from '../src/data/dataset.js';
import {splitRows} from '../src/data/split.js';
import {statistics} from '../src/data/statistics.js';
import {windowsOf} from '../src/data/windows.js';
import type {Layer, Training} from '../src/experiment/experiment-file.generated.js';
import {resolveGraph} from '../src/model/graph.js';
import type {TrainingSetup} from '../src/training/training-session.js';
import {nowhere} from './numbers.js';

/** One column, not standardized further; every row may be trained on where `share` is 1. */
export function seriesDataset(series: Float32Array, columns = 1, share = 0.7): Dataset {
  const rows = series.length / columns;
  const target = Float32Array.from({length: rows}, (_, row) => series[row * columns]);
  const identity = {offset: 0, scale: 1};
  const all = {begin: 0, end: rows};
  const boundaries =
    share === 1
      ? {train: all, validation: all, test: all}
      : splitRows(rows, {train: share, validation: (1 - share) / 2, test: (1 - share) / 2});
  return {
    key: 'test',
    origin: 'test',
    sha256: '',
    rows,
    columns: Array.from({length: columns}, (_, column) => `c${column}`),
    targetColumn: 'c0',
    inputs: series,
    target,
    targetValues: Float64Array.from(target),
    scalings: Array.from({length: columns}, () => identity),
    targetScaling: identity,
    statistics: [],
    targetStatistics: statistics(Float64Array.from(target)),
    trainingStatistics: [],
    targetTrainingStatistics: statistics(Float64Array.from(target)),
    boundaries,
    sourceRows: undefined,
    time: undefined,
  };
}

/** A training of some layers on a series. */
export function trainingSetup(
  dataset: Dataset,
  layers: Layer[],
  length: number,
  training: Training,
  seed = 1,
): TrainingSetup {
  const graph = resolveGraph({layers}, [length, dataset.columns.length], nowhere);
  if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join());
  const windows = windowsOf(dataset.boundaries, {length, horizon: 1, stride: 1, samplingRate: 1, lookBack: true});
  return {graph: graph.value, dataset, windows, training, seed, sharedRows: {}};
}

export const denseLayer = (units: number, activation: 'linear' | 'tanh' = 'linear'): Layer => ({
  type: 'dense',
  units,
  activation,
  useBias: true,
  kernelInitializer: 'glorot-uniform',
  biasInitializer: 'zeros',
});

/** The network of the page: the window flattened, two hidden layers, one forecast. */
export function twoDenseLayers(units: number, activation: 'linear' | 'tanh'): Layer[] {
  return [{type: 'flatten'}, denseLayer(units, activation), denseLayer(units, activation), denseLayer(1)];
}

const initial = {
  kernelInitializer: 'glorot-uniform',
  recurrentInitializer: 'orthogonal',
  biasInitializer: 'zeros',
} as const;

/** A recurrent layer with Keras' defaults that gives its last output. */
export function recurrentLayer(type: 'simple-rnn' | 'lstm' | 'gru', units: number): Layer {
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
