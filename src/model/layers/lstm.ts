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

/** Keras' LSTM: gates in the order input, forget, cell, output. Source: keras.io/api/layers/recurrent_layers/lstm. */
export const lstm = layer({
  type: 'lstm',
  alsoCalled: {Keras: ['CuDNNLSTM']},
  description: 'Long short-term memory.',
  options: {
    ...FIRST_OPTIONS,
    ...GATE_OPTIONS,
    unitForgetBias: {
      ...boolean,
      default: true,
      startsWeights: true,
      description: 'Whether the bias of the forget gate starts at 1.',
    },
    ...LAST_OPTIONS,
  },
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) =>
    recurrentWeights(entry, inputs, 4, undefined, bias => {
      if (entry.unitForgetBias) bias.fill(1, entry.units, 2 * entry.units);
    }),
  cost: (entry, inputs) => recurrentCost(entry, inputs, 4),
  // The new content of the state, and the state.
  activates: (entry, inputs) => recurrentActivates(entry, inputs, 2),
  isRecurrent: true,
  build: (entry, {tf, name}) =>
    tf.layers.layers.lstm({
      ...recurrentArguments(entry, {tf, name}),
      unitForgetBias: false,
      recurrentActivation: identifierOf(tf, entry.recurrentActivation),
    }),
});
