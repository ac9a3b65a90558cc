// Random networks with random trainings.
import type {ActivationName} from '../src/model/activations/index.js';
import {resolveGraph} from '../src/model/graph.js';
import type {LayerEntry} from '../src/model/layers/index.js';
import type {TrainingSetup} from '../src/training/setup.js';
import type {TrainingEntry} from '../src/training/training-entry.js';
import {nowhere} from './numbers.js';
import {type Draws, draws} from './random-graphs.js';
import {adam, denseLayer, recurrentLayer, seriesDataset, trainingSetup, wave} from './training-setup.js';

const ACTIVATIONS: readonly ActivationName[] = [
  'linear',
  'tanh',
  'sigmoid',
  'relu',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'swish',
  'gelu',
];

function randomLayers(draw: Draws): LayerEntry[] {
  const layers: LayerEntry[] = [];
  const activated = (layer: LayerEntry): LayerEntry => ({...layer, activation: draw.pick(ACTIVATIONS)}) as LayerEntry;
  const recurrent = draw.below(3);
  for (let at = 0; at < recurrent; at++) {
    const layer = recurrentLayer(draw.pick(['simple-rnn', 'lstm', 'gru'] as const), draw.between(1, 9));
    const changed = {
      ...layer,
      useBias: draw.chance(0.8),
      returnSequences: true,
      ...(layer.type === 'gru' ? {resetAfter: draw.chance(0.7)} : {}),
    };
    layers.push(draw.chance(0.3) ? activated(changed as LayerEntry) : (changed as LayerEntry));
  }
  if (draw.chance(0.3)) layers.push({type: 'dropout', rate: draw.pick([0, 0.25, 0.5])});
  layers.push({type: 'flatten'});
  for (let at = draw.below(3); at > 0; at--) {
    layers.push(activated(denseLayer(draw.between(1, 12))));
    if (draw.chance(0.2)) layers.push({type: 'dropout', rate: 0.3});
  }
  return [...layers, denseLayer(1)];
}

function randomTraining(draw: Draws): TrainingEntry {
  return {
    optimizer: draw.pick([
      adam,
      {type: 'sgd', learningRate: 0.01, momentum: draw.pick([0, 0.9]), nesterov: draw.chance(0.5)},
      {type: 'rmsprop', learningRate: 0.001, rho: 0.9, momentum: draw.pick([0, 0.5]), epsilon: 1e-7},
    ] as const),
    loss: draw.pick([{type: 'mse'}, {type: 'mae'}, {type: 'huber', delta: 0.5}] as const),
    epochs: draw.between(1, 2),
    batchSize: draw.between(1, 40),
    shuffle: draw.chance(0.8),
  };
}

/** Undefined where the layers don't fit together. */
export function randomModel(seed: number): TrainingSetup | undefined {
  const draw = draws('model', seed);
  const columns = draw.between(1, 3);
  const length = draw.between(1, 7);
  const dataset = seriesDataset(wave(columns * draw.between(60, 90)), columns, 0.7);
  const layers = randomLayers(draw);
  if (!resolveGraph({layers}, [length, columns], {steps: 1, targets: 1}, nowhere).ok) return undefined;
  return trainingSetup(dataset, layers, length, randomTraining(draw), seed);
}
