import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import type {layers} from '@tensorflow/tfjs-layers';
import {type ActivationName, activationOf} from '../activations/index.js';
import type {TensorFlow} from '../tensorflow.js';

/** What the cell takes of a gru's entry. */
interface ResetAfterEntry {
  readonly units: number;
  readonly useBias: boolean;
  readonly activation: ActivationName;
  readonly recurrentActivation: ActivationName;
}

/**
 * Keras 3's default GRU cell (reset_after=True; Cho et al. 2014, v3 of the paper), which tf.layers has not:
 * z = s(x Wz + h Uz), r = s(x Wr + h Ur), c = a(x Wc + r * (h Uc)), h' = z h + (1 - z) c, each product with its own bias.
 */
export function resetAfterGruCell(tf: TensorFlow, entry: ResetAfterEntry): layers.RNNCell {
  const {core} = tf;
  const {units} = entry;
  const activateGate = activationOf(entry.recurrentActivation);

  class ResetAfterGruCell extends tf.layers.layers.RNNCell {
    static className = 'ResetAfterGruCell';
    readonly stateSize = units;
    /** As the cells of tf.layers have it. */
    readonly activation = {
      apply: (x: Tensor) => activationOf(entry.activation).apply(core, x),
      getClassName: () => entry.activation,
    };

    override build(inputShape: number[] | number[][]): void {
      const shape = inputShape.flat();
      const zeros = tf.layers.initializers.zeros();
      this.addWeight('kernel', [shape[shape.length - 1], 3 * units], 'float32', zeros);
      this.addWeight('recurrent_kernel', [units, 3 * units], 'float32', zeros);
      if (entry.useBias) this.addWeight('bias', [2, 3 * units], 'float32', zeros);
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
      return core.tidy(() => {
        const [x, state] = Array.isArray(inputs) ? inputs : [inputs];
        const [kernel, recurrentKernel, bias] = this.trainableWeights.map(weight => weight.read());
        const [inputBias, stateBias] = bias ? core.unstack(bias) : [undefined, undefined];
        const ofInput = affine(x, kernel, inputBias);
        const ofState = affine(state, recurrentKernel, stateBias);
        const [inputGates, inputCandidate] = core.split(ofInput, [2 * units, units], 1);
        const [stateGates, stateCandidate] = core.split(ofState, [2 * units, units], 1);
        const gates = activateGate.apply(core, core.add(inputGates, stateGates));
        const [update, reset] = core.split(gates, 2, 1);
        const candidate = this.activation.apply(core.add(inputCandidate, core.mul(reset, stateCandidate)));
        const next = core.add(core.mul(update, state), core.mul(core.sub(1, update), candidate));
        return [next, next];
      });
    }
  }

  function affine(x: Tensor, kernel: Tensor, bias: Tensor | undefined): Tensor {
    const product = core.matMul(x as Tensor2D, kernel as Tensor2D);
    return bias ? core.add(product, bias) : product;
  }

  return new ResetAfterGruCell({});
}
