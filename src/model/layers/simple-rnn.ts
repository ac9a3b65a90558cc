import {layer} from './layer.js';
import {
  FIRST_OPTIONS,
  LAST_OPTIONS,
  recurrentActivates,
  recurrentArguments,
  recurrentCost,
  recurrentShape,
  recurrentWeights,
} from './recurrent.js';

/** h' = activation(x kernel + h recurrentKernel + bias). Source: keras.io/api/layers/recurrent_layers/simple_rnn. */
export const simpleRnn = layer({
  type: 'simple-rnn',
  alsoCalled: {Keras: ['SimpleRNN', 'simple_rnn'], PyTorch: ['RNN']},
  description: 'A recurrent layer without gates.',
  options: {...FIRST_OPTIONS, ...LAST_OPTIONS},
  inputs: 'one',
  outputShape: recurrentShape,
  weights: (entry, inputs) => recurrentWeights(entry, inputs, 1),
  cost: (entry, inputs) => recurrentCost(entry, inputs, 1),
  activates: (entry, inputs) => recurrentActivates(entry, inputs),
  isRecurrent: true,
  build: (entry, {tf, name}) => tf.layers.layers.simpleRNN(recurrentArguments(entry, {tf, name})),
});
