import type {Tensor} from '@tensorflow/tfjs-core';
import {type LayerKind, noWeights, type Shape} from './layer.js';

/** Drops a share of its inputs in training, as Keras' Dropout; tf.layers' own can't be seeded from outside. */
export const dropout: LayerKind<'dropout'> = {
  type: 'dropout',
  inputs: 'one',
  outputShape: (_, [input]: readonly Shape[]) => input,
  weights: noWeights,
  build({rate}, {tf, name, inputs, masks}) {
    const stepMasks = masks(
      inputs[0].reduce((product, length) => product * length, 1),
      rate,
    );

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
};
