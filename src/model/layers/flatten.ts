import {sizeOf} from '../shape.js';
import {layer, noCost, noWeights} from './layer.js';

/** What is flat stays as it is. Source: keras.io/api/layers/reshaping_layers/flatten. */
export const flatten = layer({
  type: 'flatten',
  description: 'Turns [time, features] into one vector.',
  options: {},
  inputs: 'one',
  outputShape: (_, [input]) => [sizeOf(input)],
  weights: noWeights,
  cost: noCost,
  // TensorFlow.js', unlike Keras', refuses what is flat.
  build: (_, {tf, name, inputs: [{length}]}) =>
    length > 1 ? tf.layers.layers.flatten({name}) : tf.layers.layers.activation({activation: 'linear', name}),
});
