import type {Window} from '../experiment/experiment-file.generated.js';
import {type Boundaries, SPLITS, type SplitName} from './split.js';

/**
 * Where windows lie in a series: window k has the rows start[k] + offsets and the target row start[k] + targetOffset.
 * Nothing is copied; a batch gathers from the series.
 */
export interface Windows {
  readonly offsets: Int32Array;
  readonly targetOffset: number;
  readonly starts: Readonly<Record<SplitName, Int32Array>>;
}

/**
 * Windows with the meaning of Keras' timeseries_dataset_from_array (sequence_length, sequence_stride, sampling_rate): the
 * window at s has the rows s, s + samplingRate, ..., and its target lies `horizon` rows after the last of them. A window
 * belongs to the split that its target lies in; with lookBack its rows may lie in the split before.
 */
export function windowsOf(boundaries: Boundaries, {length, horizon, stride, samplingRate, lookBack}: Window): Windows {
  const targetOffset = (length - 1) * samplingRate + horizon;
  const startsOf = (split: SplitName) => {
    const {begin, end} = boundaries[split];
    const first = lookBack ? Math.max(0, begin - targetOffset) : begin;
    const count = Math.max(0, Math.ceil((end - targetOffset - first) / stride));
    return Int32Array.from({length: count}, (_, index) => first + index * stride);
  };
  return {
    offsets: Int32Array.from({length}, (_, index) => index * samplingRate),
    targetOffset,
    starts: {train: startsOf(SPLITS[0]), validation: startsOf(SPLITS[1]), test: startsOf(SPLITS[2])},
  };
}
