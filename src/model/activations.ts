import type {Tensor} from '@tensorflow/tfjs-core';
import type {DenseLayer} from '../experiment/experiment-file.generated.js';
import type {TensorFlow} from './tensorflow.js';

export type ActivationName = DenseLayer['activation'];

/** An activation: what tf.layers calls it (where its formula is Keras 3's), and the function itself. */
interface Activation {
  readonly identifier:
    | 'elu'
    | 'gelu'
    | 'linear'
    | 'relu'
    | 'selu'
    | 'sigmoid'
    | 'softplus'
    | 'softsign'
    | 'swish'
    | 'tanh';
  apply(tf: TensorFlow['core'], x: Tensor): Tensor;
}

/** Source of the formulas: keras.io/api/layers/activations. */
export const activations: Readonly<Record<ActivationName, Activation>> = {
  elu: {identifier: 'elu', apply: (tf, x) => tf.elu(x)},
  gelu: {identifier: 'gelu', apply: (tf, x) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))))},
  linear: {identifier: 'linear', apply: (_, x) => x},
  relu: {identifier: 'relu', apply: (tf, x) => tf.relu(x)},
  selu: {identifier: 'selu', apply: (tf, x) => tf.selu(x)},
  sigmoid: {identifier: 'sigmoid', apply: (tf, x) => tf.sigmoid(x)},
  softplus: {identifier: 'softplus', apply: (tf, x) => tf.softplus(x)},
  softsign: {identifier: 'softsign', apply: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1))},
  swish: {identifier: 'swish', apply: (tf, x) => tf.mul(tf.sigmoid(x), x)},
  tanh: {identifier: 'tanh', apply: (tf, x) => tf.tanh(x)},
};
