import {boolean, objectSchema, positiveInteger, type Static} from '../../document/json-schema.js';
import {remembered} from '../../document/remembered.js';
import {type Boundaries, bySplit, type SplitName} from '../4-split/split.js';
import {hasBreak} from '../breaks.js';
import {joinedArrays} from '../joined-arrays.js';

/** `window`: what the model sees and what it forecasts. */
export const windowSchema = objectSchema({
  length: {
    ...positiveInteger,
    maximum: 100_000,
    alsoCalled: {
      Keras: ['sequence_length'],
      others: [
        'window_size',
        'lookback',
        'window',
        'size',
        'timesteps',
        'time_steps',
        'n_steps',
        'seq_len',
        'lags',
        'input_width',
        'input_chunk_length',
        'context_length',
      ],
    },
    description: 'How many rows the model sees (Keras timeseries_dataset_from_array: sequence_length).',
  },
  horizon: {
    ...positiveInteger,
    alsoCalled: {others: ['forecast_horizon', 'steps_ahead', 'shift']},
    default: 1,
    description: "How many rows after the window's last row the target lies; 1 is the next one.",
  },
  steps: {
    ...positiveInteger,
    maximum: 10_000,
    alsoCalled: {
      others: [
        'n_steps_out',
        'n_ahead',
        'output_width',
        'output_chunk_length',
        'prediction_length',
        'pred_len',
        'out_steps',
      ],
    },
    default: 1,
    description:
      'How many rows in a row are forecast: horizon, horizon + 1, ..., horizon + steps - 1 rows after the window. The last layer gives a number for each of them and each target.',
  },
  forecast: {
    type: 'string',
    enum: ['direct', 'recursive'],
    alsoCalled: {direct: {others: ['multi-output', 'mimo']}, recursive: {others: ['iterated', 'autoregressive']}},
    default: 'direct',
    description:
      'How several steps come about: direct, the network gives all of them at once; recursive, it is trained to give the first one, and its forecasts are taken for the rows that are not known yet when the next ones are forecast.',
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
  /** The rows of targets, counted from a window's start: rows in a row. */
  readonly targetOffsets: Int32Array;
  readonly starts: Readonly<Record<SplitName, Int32Array>>;
}

/**
 * Windows with the meaning of Keras' timeseries_dataset_from_array (sequence_length, sequence_stride, sampling_rate): the
 * window at s has the rows s, s + samplingRate, ..., and its target lies `horizon` rows after the last of them. A window
 * belongs to the split that its targets lie in; with lookBack its rows may lie in the split before. `steps` rows in a row are
 * targets. Windows lie within a series; those of one series come after those of another. Those that would span a break are
 * left out.
 */
export function windowsOf(
  series: readonly Boundaries[],
  {length, horizon, steps, stride, samplingRate, lookBack}: Omit<WindowEntry, 'forecast'>,
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

/** A window's last row, counted from its start. */
export function lastOffset({offsets}: Pick<Windows, 'offsets'>): number {
  return offsets[offsets.length - 1];
}

/** How many rows after a window's last row each of its targets lies: horizon, horizon + 1, ... */
export function lagsOf(windows: Windows): readonly number[] {
  const last = lastOffset(windows);
  return Array.from(windows.targetOffsets, offset => offset - last);
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
      windowsOf(boundaries, entry, breaks),
    );
  }
}
