import {showShape} from '../shape.js';
import {layer, noCost, noWeights} from './layer.js';

export const concatenate = layer({
  type: 'concatenate',
  alsoCalled: {PyTorch: ['cat', 'concat']},
  description: 'Puts its inputs side by side.',
  options: {
    axis: {
      type: 'integer',
      default: -1,
      description: 'The axis along which they are joined, counted with the batch axis; -1 is the last.',
    },
  },
  inputs: 'several',
  outputShape({axis}, inputs) {
    const rank = inputs[0].length;
    const position = axis < 0 ? rank + axis : axis - 1;
    if (position < 0 || position >= rank)
      return {mistake: `can't join along axis ${axis}: its inputs have the axes 1 to ${rank}`};
    const fits = inputs.every(
      shape => shape.length === rank && shape.every((length, at) => at === position || length === inputs[0][at]),
    );
    if (!fits)
      return {mistake: `can't join inputs of the shapes ${inputs.map(showShape).join(' and ')} along axis ${axis}`};
    const total = inputs.reduce((sum, shape) => sum + shape[position], 0);
    return inputs[0].map((length, at) => (at === position ? total : length));
  },
  weights: noWeights,
  cost: noCost,
  build: ({axis}, {tf, name}) => tf.layers.layers.concatenate({name, axis}),
});
