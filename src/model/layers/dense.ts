import {boolean} from '../../document/json-schema.js';
import {identifierOf} from '../activations/identifier.js';
import {activationName} from '../activations/index.js';
import {type InitializerName, initializerName, initialValues} from '../initializers/index.js';
import type {Shape} from '../shape.js';
import {layer, positions, type WeightSpec} from './layer.js';
import {unitsOption} from './units-option.js';

/** [..., features] to [..., units]. Source: keras.io/api/layers/core_layers/dense. */
export const dense = layer({
  type: 'dense',
  alsoCalled: {PyTorch: ['Linear'], 'scikit-learn': ['MLPRegressor']},
  description: 'activation(x kernel + bias), applied to the last axis.',
  options: {
    units: unitsOption,
    activation: {...activationName, default: 'linear', description: 'Applied to the output.'},
    useBias: {...boolean, default: true, description: 'Whether a bias is added.'},
    kernelInitializer: {
      ...initializerName,
      default: 'glorot-uniform',
      description: 'The first weights of the kernel.',
    },
    biasInitializer: {...initializerName, default: 'zeros', description: 'The first bias.'},
  },
  inputs: 'one',
  outputShape: ({units}, [input]) => [...input.slice(0, -1), units],
  weights({units, useBias, kernelInitializer, biasInitializer}, [input]) {
    const weight = (name: string, shape: Shape, initializer: InitializerName): WeightSpec => ({
      name,
      shape,
      initial: random => initialValues(initializer, shape, random),
    });
    const kernel = weight('kernel', [input[input.length - 1], units], kernelInitializer);
    return useBias ? [kernel, weight('bias', [units], biasInitializer)] : [kernel];
  },
  cost: ({units}, inputs) => ({outputs: units * positions(inputs), operationsPerTimeStep: 0}),
  activates: ({activation, units}, inputs) => ({activation, units, times: positions(inputs)}),
  build: ({units, useBias, activation}, {tf, name}) =>
    tf.layers.layers.dense({
      name,
      units,
      useBias,
      activation: identifierOf(tf, activation),
      kernelInitializer: 'zeros',
    }),
});
