import type {Tensor, Variable} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../tensorflow.js';

/**
 * The dropout masks of one layer for the steps of an epoch: filled on the host, kept in a variable
 * [steps, batch, size], gathered by the step number. So a step draws no random number itself.
 */
export class StepMasks {
  private masks: Variable | undefined;
  private step: Tensor | undefined;

  constructor(
    private readonly tf: TensorFlow,
    readonly size: number,
    readonly rate: number,
  ) {}

  /** Lays down an epoch's masks, [steps, batch, size]: 0, or 1 / (1 - rate). */
  fill(masks: Float32Array, steps: number, batch: number): void {
    const {core} = this.tf;
    const tensor = core.tensor3d(masks, [steps, batch, this.size]);
    if (this.masks) {
      this.masks.assign(tensor);
      tensor.dispose();
    } else {
      this.masks = core.variable(tensor, false);
      tensor.dispose();
    }
  }

  /** Names the step (an int32 scalar) whose masks are applied next. */
  at(step: Tensor): void {
    this.step = step;
  }

  /** The masks as they are laid down. */
  get laid(): Variable {
    if (!this.masks) throw new Error('dropout masks are asked for before they are laid down');
    return this.masks;
  }

  /** x times its mask; x is [rows, ...] with rows at most the batch size. */
  apply(x: Tensor): Tensor {
    const {core} = this.tf;
    if (!this.step) throw new Error('dropout is applied before its step is named');
    const ofStep = core.gather(this.laid, this.step);
    const rows = x.shape[0];
    const mask = rows === ofStep.shape[0] ? ofStep : core.slice(ofStep, [0, 0], [rows, this.size]);
    return core.mul(x, core.reshape(mask, x.shape));
  }

  dispose(): void {
    this.masks?.dispose();
  }
}
