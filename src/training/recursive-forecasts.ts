import type {SplitName} from '../data/4-split/split.js';
import {invertedForecast, standardizedTarget} from '../data/7-standardize/target-scaling.js';
import {lastOffset} from '../data/8-windows/windows.js';
import {seriesAt} from '../data/series-at.js';
import {forecastWidth, type TrainingSetup} from './setup.js';

/** What a trained network forecasts: of the windows of a series, [rows, input columns], at these rows, [windows, targets]. */
export type ForecastOneStep = (series: Float32Array, starts: Int32Array) => Float32Array;

/** Whether forecasts are fed back to make the next ones. */
export function isRecursive({forecast, windows}: Pick<TrainingSetup, 'forecast' | 'windows'>): boolean {
  return forecast === 'recursive' && windows.targetOffsets.length > 1;
}

type Recursive = Pick<TrainingSetup, 'data' | 'windows'>;

/**
 * The forecasts of all windows of a split by a network that forecasts one step, [windows, steps x targets], standardized as told
 * from each window's last row: what it forecast stands for the rows that are not known yet. Each window gets rows of its own in
 * a series of the usual length, as many windows at a time as fit.
 */
export function recursiveForecasts(setup: Recursive, split: SplitName, forecast: ForecastOneStep): Float32Array {
  const {data, windows} = setup;
  const {rows} = data.dataset;
  const starts = windows.starts[split];
  const width = forecastWidth(setup);
  const most = Math.floor(rows / rowsOfWindow(setup));
  const all = new Float32Array(starts.length * width);
  for (let from = 0; from < starts.length; from += most)
    all.set(someForecasts(setup, starts.subarray(from, from + most), forecast), from * width);
  return all;
}

/** Rows of the windows that end in a window's last row, and in those that are forecast after it but for the last one. */
function rowsOfWindow({windows}: Recursive): number {
  return lastOffset(windows) + windows.targetOffsets.length;
}

function someForecasts(setup: Recursive, starts: Int32Array, forecast: ForecastOneStep): Float32Array {
  const {windows} = setup;
  const own = rowsOfWindow(setup);
  const steps = windows.targetOffsets.length;
  const width = forecastWidth(setup);
  const {series, feed} = ownRows(setup, starts);
  const all = new Float32Array(starts.length * width);
  for (let step = 0; step < steps; step++) {
    const given = forecast(
      series,
      starts.map((_, window) => window * own + step),
    );
    feed(step, given, all);
  }
  return all;
}

/** A series in which each window has rows of its own, and how the forecasts of a step get into it. */
function ownRows(setup: Recursive, starts: Int32Array) {
  const {data, windows} = setup;
  const {dataset, inputs: known, targetScalings, scalings} = data;
  const columns = dataset.inputs.length;
  const own = rowsOfWindow(setup);
  const last = lastOffset(windows);
  const count = dataset.targets.length;
  const width = forecastWidth(setup);
  const series = new Float32Array(known.length);
  starts.forEach((start, window) => {
    series.set(known.subarray(start * columns, (start + own) * columns), window * own * columns);
  });
  const places = dataset.targets.map(({name}) => dataset.inputs.findIndex(input => input.name === name));
  const seriesOf = starts.map(seriesAt(dataset.series));
  // The last value that is known, or taken for known, in the target's own units.
  const latest = Float64Array.from({length: starts.length * count}, (_, at) => {
    const {values} = dataset.targets[at % count];
    return values[starts[Math.floor(at / count)] + last];
  });
  const first = latest.slice();
  const feed = (step: number, given: Float32Array, all: Float32Array) => {
    for (let at = 0; at < starts.length * count; at++) {
      const [window, target] = [Math.floor(at / count), at % count];
      const scaling = targetScalings[seriesOf[window]][target];
      latest[at] = invertedForecast(scaling, given[at], latest[at]);
      const isLevel = scaling.transform === 'none';
      all[window * width + step * count + target] = isLevel
        ? given[at]
        : standardizedTarget(scaling, latest[at], first[at]);
      if (step + 1 === windows.targetOffsets.length) continue;
      series[(window * own + last + 1 + step) * columns + places[target]] = isLevel
        ? given[at]
        : scalings[seriesOf[window]][places[target]].transform(latest[at]);
    }
  };
  return {series, feed};
}
