import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../model/tensorflow.js';

/**
 * TensorFlow.js (4.22) gives the gradient of unstack no list where there was one output only, and then can't stack it: a
 * recurrent layer on another one failed for windows of one row.
 */
export function repairGradients(core: TensorFlow['core']): void {
  core.unregisterGradient('Unpack');
  core.registerGradient({
    kernelName: 'Unpack',
    gradFunc: (dy: Tensor | Tensor[], _, attributes) => ({
      value: () => core.stack(Array.isArray(dy) ? dy : [dy], Number(attributes.axis)),
    }),
  });
}
