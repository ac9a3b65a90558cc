import {activations} from '../activations.js';
import {initializers} from '../initializers/index.js';
import type {LayerKind} from './layer.js';

/** activation(x kernel + bias) on the last axis: [..., features] to [..., units]. */
export const dense: LayerKind<'dense'> = {
  type: 'dense',
  inputs: 'one',
  outputShape: ({units}, [input]) => [...input.slice(0, -1), units],
  weights({units, useBias, kernelInitializer, biasInitializer}, [input]) {
    const kernel = [input[input.length - 1], units];
    return [
      {name: 'kernel', shape: kernel, initial: random => initializers[kernelInitializer](kernel, random)},
      ...(useBias ? [{name: 'bias', shape: [units], initial: initializerOf(biasInitializer, [units])}] : []),
    ];
  },
  build: ({units, useBias, activation}, {tf, name}) =>
    tf.layers.layers.dense({
      name,
      units,
      useBias,
      activation: activations[activation].identifier,
      kernelInitializer: 'zeros',
    }),
};

function initializerOf(initializer: keyof typeof initializers, shape: readonly number[]) {
  return (random: Parameters<(typeof initializers)['zeros']>[1]) => initializers[initializer](shape, random);
}
