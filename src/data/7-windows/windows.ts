import {boolean, objectSchema, positiveInteger, type Static} from '../../document/json-schema.js';
import {type Boundaries, bySplit, type SplitName} from '../4-split/split.js';
import {joinedArrays} from '../joined-arrays.js';
import {remembered} from '../remembered.js';

/** `window`: what the model sees and what it forecasts. */
export const windowSchema = objectSchema({
  length: {
    ...positiveInteger,
    alsoCalled: {
      Keras: ['sequence_length'],
      others: ['window_size', 'window', 'size', 'timesteps', 'time_steps', 'n_steps', 'seq_len', 'lags', 'input_width'],
    },
    description: 'How many rows the model sees (Keras timeseries_dataset_from_array: sequence_length).',
  },
  horizon: {
    ...positiveInteger,
    alsoCalled: {others: ['forecast_horizon', 'steps_ahead', 'shift', 'pred_len']},
    default: 1,
    description: "How many rows after the window's last row the target lies; 1 is the next one.",
  },
  stride: {
    ...positiveInteger,
    alsoCalled: {Keras: ['sequence_stride']},
    default: 1,
    description: 'Rows between the starts of two windows (Keras: sequence_stride).',
  },
  samplingRate: {
    ...positiveInteger,
    default: 1,
    description: 'Rows between two rows of one window (Keras: sampling_rate).',
  },
  lookBack: {
    ...boolean,
    default: true,
    description:
      'Whether the inputs of the first validation and test windows may reach back into the split before; their targets never do.',
  },
});

export type WindowEntry = Static<typeof windowSchema>;

/**
 * Where windows lie in a series: window k has the rows start[k] + offsets, and its targets are the rows start[k] +
 * targetOffsets. Nothing is copied; a batch gathers from the series.
 */
export interface Windows {
  readonly offsets: Int32Array;
  /** The rows of targets, counted from a window's start, in rising order. */
  readonly targetOffsets: Int32Array;
  readonly starts: Readonly<Record<SplitName, Int32Array>>;
}

/**
 * Windows with the meaning of Keras' timeseries_dataset_from_array (sequence_length, sequence_stride, sampling_rate): the
 * window at s has the rows s, s + samplingRate, ..., and its target lies `horizon` rows after the last of them. A window
 * belongs to the split that its targets lie in; with lookBack its rows may lie in the split before. `steps` rows in a row are
 * targets. Windows lie within a series; those of one series come after those of another. Those
 * that would span a break are left out.
 */
export function windowsOf(
  series: readonly Boundaries[],
  {length, horizon, stride, samplingRate, lookBack}: WindowEntry,
  steps = 1,
  breaks: readonly number[] = [],
): Windows {
  const first = (length - 1) * samplingRate + horizon;
  const last = first + steps - 1;
  return {
    offsets: Int32Array.from({length}, (_, index) => index * samplingRate),
    targetOffsets: Int32Array.from({length: steps}, (_, step) => first + step),
    starts: bySplit(split => {
      const all = joinedArrays(
        series.map(boundaries => {
          const {begin, end} = boundaries[split];
          const start = lookBack ? Math.max(boundaries.train.begin, begin - first) : begin;
          const count = Math.max(0, Math.ceil((end - last - start) / stride));
          return new Int32Array(count).map((_, index) => start + index * stride);
        }),
        length => new Int32Array(length),
      );
      return breaks.length === 0 ? all : all.filter(start => !hasBreak(breaks, start, start + last));
    }),
  };
}

/** Whether one of some rows in rising order lies behind a first row, up to a last one. */
export function hasBreak(breaks: readonly number[], first: number, last: number): boolean {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle] <= first) low = middle + 1;
    else high = middle;
  }
  return low < breaks.length && breaks[low] <= last;
}

/** How many rows after a window's last row its first target lies. */
export function horizonOf({offsets, targetOffsets}: Windows): number {
  return targetOffsets[0] - offsets[offsets.length - 1];
}

/** How many rows a window spans, its targets included. */
export function spanOf({targetOffsets}: Windows): number {
  return targetOffsets[targetOffsets.length - 1] + 1;
}

/** Windows, made once for all that have the same splits and settings. */
export class WindowsByEntry {
  private readonly made = new Map<string, Windows>();

  of(boundaries: readonly Boundaries[], breaks: readonly number[], entry: WindowEntry): Windows {
    return remembered(this.made, JSON.stringify([boundaries, breaks, entry]), () =>
      windowsOf(boundaries, entry, 1, breaks),
    );
  }
}
