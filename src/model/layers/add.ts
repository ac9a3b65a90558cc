import {showShape} from '../shape.js';
import {layer, noCost, noWeights} from './layer.js';

export const add = layer({
  type: 'add',
  description: 'The sum of its inputs.',
  options: {},
  inputs: 'several',
  outputShape(_, inputs) {
    const same = inputs.every(shape => showShape(shape) === showShape(inputs[0]));
    return same ? inputs[0] : {mistake: `needs inputs of one shape, but gets ${inputs.map(showShape).join(' and ')}`};
  },
  weights: noWeights,
  cost: noCost,
  build: (_, {tf, name}) => tf.layers.layers.add({name}),
});
