import {activations} from '../activations.js';
import type {LayerKind} from './layer.js';
import {recurrentArguments, recurrentShape, recurrentWeights} from './recurrent.js';

/** Keras' LSTM: gates in the order input, forget, cell, output. */
export const lstm: LayerKind<'lstm'> = {
  type: 'lstm',
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) =>
    recurrentWeights(entry, inputs, 4, undefined, bias => {
      if (entry.unitForgetBias) bias.fill(1, entry.units, 2 * entry.units);
    }),
  build: (entry, {tf, name}) =>
    tf.layers.layers.lstm({
      ...recurrentArguments(entry, name),
      unitForgetBias: false,
      activation: activations[entry.activation].identifier,
      recurrentActivation: activations[entry.recurrentActivation].identifier,
    }),
};
