import {activations} from '../activations.js';
import type {LayerKind} from './layer.js';
import {recurrentArguments, recurrentShape, recurrentWeights} from './recurrent.js';
import {resetAfterGruCell} from './reset-after-gru-cell.js';

/** Keras' GRU: gates in the order update, reset, candidate; tf.layers has only the variant with resetAfter: false. */
export const gru: LayerKind<'gru'> = {
  type: 'gru',
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) => recurrentWeights(entry, inputs, 3, entry.resetAfter ? [2, 3 * entry.units] : undefined),
  build(entry, {tf, name}) {
    if (entry.resetAfter)
      return tf.layers.layers.rnn({name, cell: resetAfterGruCell(tf, entry), returnSequences: entry.returnSequences});
    return tf.layers.layers.gru({
      ...recurrentArguments(entry, name),
      activation: activations[entry.activation].identifier,
      recurrentActivation: activations[entry.recurrentActivation].identifier,
    });
  },
};
