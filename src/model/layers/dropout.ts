import type {Tensor} from '@tensorflow/tfjs-core';
import {belowOne} from '../../document/json-schema.js';
import {sizeOf} from '../shape.js';
import {layer, noCost, noWeights} from './layer.js';

/** As Keras' Dropout; tf.layers' own can't be seeded from outside. */
export const dropout = layer({
  type: 'dropout',
  description: 'Sets a share of its inputs to 0 during training, and scales the others up. The seed decides which.',
  options: {
    rate: {
      ...belowOne,
      alsoCalled: {PyTorch: ['p'], others: ['dropout', 'prob']},
      description: 'The share that is dropped.',
    },
  },
  inputs: 'one',
  outputShape: (_, [input]) => input,
  weights: noWeights,
  cost: noCost,
  drops: ({rate}, [input]) => ({size: sizeOf(input), rate}),
  build({rate}, {tf, name, masks}) {
    const stepMasks = masks();

    class SeededDropout extends tf.layers.layers.Layer {
      static className = 'SeededDropout';

      override computeOutputShape(shape: number[]): number[] {
        return shape;
      }

      override call(input: Tensor | Tensor[], kwargs: {training?: boolean}): Tensor {
        const x = Array.isArray(input) ? input[0] : input;
        return kwargs.training && rate > 0 ? stepMasks.apply(x) : x;
      }
    }

    return new SeededDropout({name});
  },
});
