import {activations} from '../activations.js';
import type {LayerKind} from './layer.js';
import {recurrentArguments, recurrentShape, recurrentWeights} from './recurrent.js';

/** h' = activation(x kernel + h recurrentKernel + bias). */
export const simpleRnn: LayerKind<'simple-rnn'> = {
  type: 'simple-rnn',
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) => recurrentWeights(entry, inputs, 1),
  build: (entry, {tf, name}) =>
    tf.layers.layers.simpleRNN({
      ...recurrentArguments(entry, name),
      activation: activations[entry.activation].identifier,
    }),
};
