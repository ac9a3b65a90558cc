import type {SplitName} from '../../data/4-split/split.js';
import type {StandardizedData} from '../../data/7-standardize/standardize.js';
import {lastOffset, type Windows} from '../../data/8-windows/windows.js';
import {seriesAt} from '../../data/series-at.js';
import {contentHash} from '../../document/content-hash.js';
import {remembered} from '../../document/remembered.js';
import type {Forecasts} from '../metrics/metric.js';
import {forecastWidth} from '../setup.js';
import {naiveErrors} from './naive-errors.js';
import {forecastIn, type Unit, valueIn} from './units.js';

/** What forecasts are held against. */
type Known = Omit<Forecasts, 'predictions'>;

/** Forecasts of the windows of a split, [windows, steps x targets]: as a network gives them, or in the targets' own units. */
export interface GivenForecasts {
  readonly unit: 'standardized' | 'own';
  readonly values: Float32Array | Float64Array;
}

/** More numbers of one split are worked out each time: they would take more memory than they save time. */
const MOST_KEPT = 2_000_000;

/** What the forecasts of some windows are held against, in every unit. */
export class KnownTargets {
  private readonly kept = new Map<string, Known>();
  private readonly errors = new Map<Unit, readonly Float64Array[]>();
  private readonly series = new Map<SplitName, Int32Array>();
  private readonly width: number;

  private constructor(
    private readonly data: StandardizedData,
    private readonly windows: Windows,
  ) {
    this.width = forecastWidth({data, windows});
  }

  private static readonly made = new WeakMap<Windows, KnownTargets>();

  /** Trials with the same data and windows share it: working it out again took some 4 % of a short compiled trial. */
  static of(data: StandardizedData, windows: Windows): KnownTargets {
    const before = KnownTargets.made.get(windows);
    if (before?.data === data) return before;
    const now = new KnownTargets(data, windows);
    KnownTargets.made.set(windows, now);
    return now;
  }

  /** The forecasts of all windows of a split beside what they are held against. */
  forecasts(split: SplitName, unit: Unit, {unit: from, values: given}: GivenForecasts): Forecasts {
    const {targetScalings, dataset} = this.data;
    const series = this.seriesOf(split);
    const {lastKnown} = this.known(split, 'own');
    const predictions = new Float64Array(given.length);
    for (let at = 0; at < given.length; at++) {
      const scaling = targetScalings[series[Math.floor(at / this.width)]][at % dataset.targets.length];
      predictions[at] =
        from === 'own'
          ? valueIn(unit, scaling, given[at], lastKnown[at])
          : forecastIn(unit, scaling, given[at], lastKnown[at]);
    }
    return {...this.known(split, unit), predictions};
  }

  /** Names the naive errors that a MASE is over; undefined where there is one, which the MASE itself tells. */
  naiveName(): string | undefined {
    const errors = this.naiveErrors('own');
    return errors.length === 1 && errors[0].length === 1 ? undefined : contentHash(errors.map(own => [...own]));
  }

  /** The number of the series that each window of a split lies in. */
  seriesOf(split: SplitName): Int32Array {
    return remembered(this.series, split, () => this.windows.starts[split].map(seriesAt(this.data.dataset.series)));
  }

  private known(split: SplitName, unit: Unit): Known {
    const count = this.windows.starts[split].length * this.width;
    if (count > MOST_KEPT) return this.workedOut(split, unit, count);
    return remembered(this.kept, `${split} ${unit}`, () => this.workedOut(split, unit, count));
  }

  private workedOut(split: SplitName, unit: Unit, count: number): Known {
    const {
      dataset: {targets: columns},
      targetScalings,
    } = this.data;
    const {starts, targetOffsets} = this.windows;
    const last = lastOffset(this.windows);
    const series = this.seriesOf(split);
    const targets = new Float64Array(count);
    const lastKnown = new Float64Array(count);
    for (let at = 0; at < count; at++) {
      const window = Math.floor(at / this.width);
      const start = starts[split][window];
      const column = at % columns.length;
      const offset = targetOffsets[Math.floor((at % this.width) / columns.length)];
      const scaling = targetScalings[series[window]][column];
      const {values} = columns[column];
      const known = values[start + last];
      targets[at] = valueIn(unit, scaling, values[start + offset], known);
      lastKnown[at] = valueIn(unit, scaling, known, known);
    }
    return {targets, lastKnown, naiveError: this.naiveError(unit, series), columns: columns.length};
  }

  private naiveErrors(unit: Unit): readonly Float64Array[] {
    return remembered(this.errors, unit, () => naiveErrors(this.data, this.windows, unit));
  }

  /** One number where it is the same for all forecasts, or as many as a window's repeat themselves, or one for each. */
  private naiveError(unit: Unit, series: Int32Array): number | Float64Array {
    const errors = this.naiveErrors(unit);
    if (errors.length > 1)
      return new Float64Array(series.length * this.width).map(
        (_, at) => errors[series[Math.floor(at / this.width)]][at % this.width],
      );
    const [only] = errors;
    return only.length === 1 ? only[0] : only;
  }
}

/** Some of the forecasts, by their places; in them, as in all, target columns take turns, unless told otherwise. */
export function chosenForecasts(all: Forecasts, places: Int32Array, columns = all.columns): Forecasts {
  // A plain loop: the forecasts of many steps are millions of numbers.
  const of = (values: Float64Array) => {
    const made = new Float64Array(places.length);
    for (let at = 0; at < places.length; at++) made[at] = values[places[at]];
    return made;
  };
  const {naiveError} = all;
  return {
    columns,
    predictions: of(all.predictions),
    targets: of(all.targets),
    lastKnown: of(all.lastKnown),
    naiveError:
      typeof naiveError === 'number'
        ? naiveError
        : new Float64Array(places.length).map((_, at) => naiveError[places[at] % naiveError.length]),
  };
}
