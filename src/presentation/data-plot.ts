import {type CandlePart, candleColumns, candleOf} from '../data/2-order/candle-columns.js';
import {SPLITS} from '../data/4-split/split.js';
import {lastOffset} from '../data/8-windows/windows.js';
import {columnsOf, type Dataset} from '../data/dataset.js';
import {timeText} from '../data/time-axis.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {everyNth} from '../run/records/thinning.js';
import type {TrainingSetup} from '../training/setup.js';
import {grouped, shortNumber} from './number.js';
import {candlePanels} from './plot/candle-panels.js';
import type {Panel, Plot, Shade} from './plot/plot.js';

const MOST_POINTS = 1500;
const MOST_CANDLES = 400;
const BINS = 30;
const MOST_COLUMNS = 3;
const WINDOWS = 3;

/**
 * An experiment's data as a picture: the first series with its splits, columns before and after standardization, some windows. The series
 * may be that of another preparation, which has the columns of candles.
 */
export function dataPlot(prepared: PreparedExperiment, series: PreparedExperiment = prepared): Plot {
  const {experiment, combinations} = prepared;
  const [{setup}] = combinations;
  const {origin, rows} = setup.data.dataset;
  return {
    title: `${experiment.name}: ${origin}, ${grouped(rows)} rows`,
    panels: [...seriesPanels(series.combinations.at(0).setup), ...histogramPanels(setup), ...windowPanels(setup)],
  };
}

/** The first series: candles with their volume where it has them, else its target; with its splits. */
function seriesPanels({data}: TrainingSetup): Panel[] {
  const {dataset, boundaries} = data;
  const [{name}] = dataset.series;
  const columns = columnsOf(dataset);
  const parts = candleColumns(columns.map(column => column.name));
  const places = placesOf(dataset, parts ? MOST_CANDLES : MOST_POINTS);
  const [own] = boundaries;
  const placeOf = (row: number) =>
    Math.max(
      0,
      places.findIndex(({last}) => last >= row),
    );
  const drawn: DrawnSeries = {
    places,
    of: name === '' ? '' : ` of ${name}`,
    labels: places.map(({first}) => (dataset.time ? timeText(dataset.time, first) : String(first))),
    shades: SPLITS.map(split => ({name: split, from: placeOf(own[split].begin), to: placeOf(own[split].end - 1)})),
    together: Math.max(...places.map(({first, last}) => last - first + 1)),
  };
  if (!parts) return [linePanel(dataset, drawn)];
  const values = new Map([...parts].map(([part, position]) => [part, columns[position].values]));
  return candlesOf(values, drawn);
}

/** What is the same in each picture of a series. */
interface DrawnSeries {
  readonly places: readonly Place[];
  readonly of: string;
  readonly labels: readonly string[];
  readonly shades: readonly Shade[];
  /** Rows of one place. */
  readonly together: number;
}

function linePanel({targets: [{name, values}]}: Dataset, {places, of, labels, shades, together}: DrawnSeries): Panel {
  return {
    title: `${name}${of}, by split${together > 1 ? `, one row in ${together}` : ''}`,
    description: `Line chart of ${name}${of}, with its splits.`,
    x: {name: '', labels},
    y: {name},
    shades,
    marks: [
      {kind: 'line', name, points: places.map(({first, isGap}, x) => [x, isGap ? null : values[first]] as const)},
    ],
  };
}

function candlesOf(
  values: ReadonlyMap<CandlePart, Float64Array>,
  {places, of, labels, shades, together}: DrawnSeries,
): Panel[] {
  const candles = places.map(({first, last, isGap}) => (isGap ? null : candleOf(values, first, last + 1)));
  const volume = values.has('volume') ? candles.map(candle => candle?.volume ?? 0) : undefined;
  return candlePanels(
    {labels, candles, volume},
    {
      candles: {
        title: `candles${of}, by split${together > 1 ? `, ${together} rows each` : ''}`,
        description: `Candles${of}, with their splits.`,
      },
      volume: {
        title: `volume${of}${together > 1 ? `, the sum of ${together} rows each` : ''}`,
        description: `Bars of the volume${of} of the same candles.`,
      },
      shades,
    },
  );
}

/** Rows that are drawn at one place; a gap in the series has one of its own. */
interface Place {
  readonly first: number;
  readonly last: number;
  readonly isGap: boolean;
}

function placesOf({series: [{begin, end}], breaks}: Dataset, most: number): Place[] {
  const every = everyNth(end - begin, most);
  const gaps = new Set(breaks);
  const places: Place[] = [];
  for (let first = begin; first < end; first += every) {
    const last = Math.min(first + every, end) - 1;
    for (let row = first; row <= last; row++)
      if (gaps.has(row)) {
        places.push({first: row, last: row, isGap: true});
        break;
      }
    places.push({first, last, isGap: false});
  }
  return places;
}

/** How often training rows have which values, before and after standardization. */
function histogramPanels({data}: TrainingSetup): Panel[] {
  const {dataset, inputs, boundaries} = data;
  const [{train}] = boundaries;
  const [{name: series}] = dataset.series;
  const of = series === '' ? '' : ` of ${series}`;
  const width = dataset.inputs.length;
  const targets = new Set(dataset.targets.map(({name}) => name));
  const targetsFirst = dataset.inputs
    .map((input, column) => ({...input, column}))
    .sort((a, b) => Number(targets.has(b.name)) - Number(targets.has(a.name)));
  return targetsFirst.slice(0, MOST_COLUMNS).flatMap(({name, values, column}) => {
    const before = values.subarray(train.begin, train.end);
    const after = new Float64Array(before.length).map((_, row) => inputs[(train.begin + row) * width + column]);
    return [
      histogram(`${name}${of} in training, in its own units`, before, name),
      histogram(`${name}${of}, standardized`, after, name),
    ];
  });
}

function histogram(title: string, values: Float64Array, row: string): Panel {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const width = (high - low) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]++;
  return {
    title,
    description: `Histogram of ${title}, from ${low} to ${high}.`,
    row,
    x: {name: '', labels: counts.map((_, bin) => shortNumber(low + (bin + 0.5) * width, 3))},
    y: {name: ''},
    marks: [{kind: 'bars', name: 'rows', points: counts.map((count, bin) => [bin, count] as const)}],
  };
}

/** Some training windows, and the targets that belong to them. */
function windowPanels({data, windows}: TrainingSetup): Panel[] {
  const [{name, values}] = data.dataset.targets;
  const {starts, offsets, targetOffsets} = windows;
  const [{name: series, end}] = data.dataset.series;
  const all = starts.train.filter(start => start < end);
  const of = series === '' ? '' : ` of ${series}`;
  const last = lastOffset(windows);
  return Array.from({length: Math.min(WINDOWS, all.length)}, (_, at): Panel => {
    const window = Math.floor((at * (all.length - 1)) / Math.max(1, Math.min(WINDOWS, all.length) - 1));
    const start = all[window];
    const along = (of: Int32Array) => Array.from(of, offset => [offset - last, values[start + offset]] as const);
    const targets = along(targetOffsets);
    return {
      title: `window ${grouped(window + 1)} of ${grouped(all.length)}${of}`,
      description: `Line chart of ${name} in a training window, and of what is to be forecast from it.`,
      row: 'windows',
      x: {name: 'rows from its last one'},
      y: {name},
      marks: [
        {kind: 'line', name, points: along(offsets)},
        {
          kind: 'line',
          name: 'target',
          points: targets.length === 1 ? [[0, values[start + last]], ...targets] : targets,
        },
      ],
    };
  });
}
