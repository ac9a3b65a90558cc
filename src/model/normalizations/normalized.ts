import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../tensorflow.js';
import {type NormalizationName, normalizationOf} from './index.js';
import type {ShiftAndScale} from './normalization.js';

/** How the windows of a training are normalized. */
export interface NormalizationSetup {
  readonly name: NormalizationName;
  /** For each input column, whether it is: what is known ahead, such as the hour, stays as it is. */
  readonly columns: readonly boolean[];
  /**
   * How forecasts are put back: by what was taken from these input columns, one for each target; by the targets' own past,
   * where some of them is no input; or not at all, since what is forecast is told from the last known value anyway.
   */
  readonly putBack: readonly number[] | 'own past' | 'none';
}

/** What the normalization of some windows needs besides them. */
export interface Normalizing {
  /** [columns]: what 0 in the data's own units is; of ratios alone. */
  readonly zeros: {readonly inputs: Tensor; readonly targets: Tensor} | undefined;
  /** The past of the targets, [batch, time, targets]; asked for where they are no inputs. */
  pastOfTargets(): Tensor;
  /** What the network gives for windows, [batch, time, columns]: [batch, steps x targets]. */
  network(windows: Tensor): Tensor;
}

/**
 * The forecasts, [batch, steps x targets], of windows, [batch, time, columns]: each is shifted and scaled by its own past, shown to
 * the network, and what that gives is put back.
 */
export function normalizedForecast(
  tf: TensorFlow['core'],
  {name, columns, putBack}: NormalizationSetup,
  windows: Tensor,
  {zeros, pastOfTargets, network}: Normalizing,
): Tensor {
  const kind = normalizationOf(name);
  if (!kind.of) return network(windows);
  const none = tf.scalar(0);
  const own = only(tf, kind.of(tf, windows, zeros?.inputs ?? none), columns);
  const output = network(moved(tf, windows, own));
  if (putBack === 'none') return output;
  const ofTargets =
    putBack === 'own past' ? kind.of(tf, pastOfTargets(), zeros?.targets ?? none) : chosen(tf, own, putBack);
  return movedBack(tf, output, ofTargets);
}

function moved(tf: TensorFlow['core'], values: Tensor, {shift, scale}: ShiftAndScale): Tensor {
  const shifted = tf.sub(values, shift);
  return scale ? tf.div(shifted, scale) : shifted;
}

/** Of forecasts [batch, steps x targets], by shifts and scales [batch, 1, targets]. */
function movedBack(tf: TensorFlow['core'], output: Tensor, {shift, scale}: ShiftAndScale): Tensor {
  const [batch, width] = output.shape;
  const targets = shift.shape[2] ?? 1;
  const own = tf.reshape(output, [batch, width / targets, targets]);
  const scaled = scale ? tf.mul(own, scale) : own;
  return tf.reshape(tf.add(scaled, shift), [batch, width]);
}

/** What leaves the other columns as they are. */
function only(tf: TensorFlow['core'], own: ShiftAndScale, columns: readonly boolean[]): ShiftAndScale {
  if (columns.every(isMoved => isMoved)) return own;
  const {shift, scale} = own;
  const mask = (yes: number, no: number) =>
    tf.tensor(
      columns.map(isMoved => (isMoved ? yes : no)),
      [1, 1, columns.length],
    );
  const kept = {shift: tf.mul(shift, mask(1, 0))};
  return scale ? {...kept, scale: tf.add(tf.mul(scale, mask(1, 0)), mask(0, 1))} : kept;
}

/** Those of some columns, [batch, 1, chosen]. */
function chosen(tf: TensorFlow['core'], {shift, scale}: ShiftAndScale, columns: readonly number[]): ShiftAndScale {
  const of = (all: Tensor) =>
    tf.concat(
      columns.map(column => tf.slice(all, [0, 0, column], [all.shape[0], 1, 1])),
      2,
    );
  return {shift: of(shift), ...(scale ? {scale: of(scale)} : {})};
}
