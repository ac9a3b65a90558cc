import {boolean} from '../../document/json-schema.js';
import {identifierOf} from '../activations/identifier.js';
import {layer} from './layer.js';
import {
  FIRST_OPTIONS,
  GATE_OPTIONS,
  LAST_OPTIONS,
  recurrentActivates,
  recurrentArguments,
  recurrentCost,
  recurrentShape,
  recurrentWeights,
} from './recurrent.js';
import {resetAfterGruCell} from './reset-after-gru-cell.js';

/**
 * Keras' GRU: gates in the order update, reset, candidate; tf.layers has only the variant with resetAfter: false. Source:
 * keras.io/api/layers/recurrent_layers/gru.
 */
export const gru = layer({
  type: 'gru',
  description: 'Gated recurrent unit.',
  options: {
    ...FIRST_OPTIONS,
    ...GATE_OPTIONS,
    resetAfter: {
      ...boolean,
      default: true,
      description: 'Whether the reset gate is applied after the matrix product, as Keras does, or before.',
    },
    ...LAST_OPTIONS,
  },
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) => recurrentWeights(entry, inputs, 3, entry.resetAfter ? [2, 3 * entry.units] : undefined),
  cost: (entry, inputs) => recurrentCost(entry, inputs, 3),
  activates: (entry, inputs) => recurrentActivates(entry, inputs),
  isRecurrent: true,
  build(entry, {tf, name}) {
    if (entry.resetAfter)
      return tf.layers.layers.rnn({name, cell: resetAfterGruCell(tf, entry), returnSequences: entry.returnSequences});
    return tf.layers.layers.gru({
      ...recurrentArguments(entry, {tf, name}),
      recurrentActivation: identifierOf(tf, entry.recurrentActivation),
    });
  },
});
