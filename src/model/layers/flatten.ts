import {type LayerKind, noWeights} from './layer.js';

/** [time, features] to [time * features]. */
export const flatten: LayerKind<'flatten'> = {
  type: 'flatten',
  inputs: 'one',
  outputShape: (_, [input]) => [input.reduce((product, length) => product * length, 1)],
  weights: noWeights,
  build: (_, {tf, name}) => tf.layers.layers.flatten({name}),
};
