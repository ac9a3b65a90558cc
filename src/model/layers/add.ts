import {type LayerKind, noWeights, showShape} from './layer.js';

/** The element-wise sum of its inputs. */
export const add: LayerKind<'add'> = {
  type: 'add',
  inputs: 'several',
  outputShape(_, inputs) {
    const same = inputs.every(shape => showShape(shape) === showShape(inputs[0]));
    return same ? inputs[0] : {mistake: `needs inputs of one shape, but gets ${inputs.map(showShape).join(' and ')}`};
  },
  weights: noWeights,
  build: (_, {tf, name}) => tf.layers.layers.add({name}),
};
