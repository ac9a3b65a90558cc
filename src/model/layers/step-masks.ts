import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../tensorflow.js';

/**
 * The dropout masks of one layer: drawn on the host, laid down for a whole epoch as [steps, batch, size], gathered by the step
 * number. So a step draws no random number itself.
 */
export class StepMasks {
  private current: {readonly masks: Tensor; readonly step: Tensor} | undefined;

  constructor(private readonly tf: TensorFlow) {}

  /** Names the masks of an epoch, [steps, batch, size], and the step (an int32 scalar) whose masks are applied next. */
  use(masks: Tensor, step: Tensor): void {
    this.current = {masks, step};
  }

  /** x times its mask; x is [rows, ...] with rows at most the batch size. */
  apply(x: Tensor): Tensor {
    const {core} = this.tf;
    if (!this.current) throw new Error('dropout is applied before its step is named');
    const ofStep = core.gather(this.current.masks, this.current.step);
    const [rows] = x.shape;
    const [batch, size] = ofStep.shape;
    const mask = rows === batch ? ofStep : core.slice(ofStep, [0, 0], [rows, size]);
    return core.mul(x, core.reshape(mask, x.shape));
  }
}
