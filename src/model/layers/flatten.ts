import {type LayerKind, noWeights} from './layer.js';

/** [time, features] to [time * features]; what is flat stays as it is. Source: keras.io/api/layers/reshaping_layers/flatten. */
export const flatten: LayerKind<'flatten'> = {
  type: 'flatten',
  inputs: 'one',
  outputShape: (_, [input]) => [input.reduce((product, length) => product * length, 1)],
  weights: noWeights,
  // TensorFlow.js', unlike Keras', refuses what is flat.
  build: (_, {tf, name, inputs: [{length}]}) =>
    length > 1 ? tf.layers.layers.flatten({name}) : tf.layers.layers.activation({activation: 'linear', name}),
};
