import {type Duration, durationWords} from '../data/2-order/duration.js';
import {stepsOf} from '../data/2-order/steps.js';
import {type Boundaries, rowsInNoSplit, SPLITS, type SplitName} from '../data/4-split/split.js';
import type {Scaling} from '../data/7-standardize/scaling.js';
import type {StandardizedData} from '../data/7-standardize/standardize.js';
import {lastOffset} from '../data/8-windows/windows.js';
import type {Dataset} from '../data/dataset.js';
import {type Statistics, statistics} from '../data/statistics.js';
import {type TimeAxis, timeSpan, timeText} from '../data/time-axis.js';
import {parametersText} from '../document/parameter-value.js';
import {normalizationOf} from '../model/normalizations/index.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {TrainingSetup} from '../training/setup.js';
import {filledLines, fittedTable, left, right} from './fitted-table.js';
import {grouped, shortNumber} from './number.js';
import {printable} from './printable.js';
import type {Screen} from './screen.js';

const FIRST_WINDOWS = 3;
const MOST_SERIES = 10;

/** The data sets as the models will see them: rows, columns before and after standardization, splits, first windows. */
export function dataText({experiment, combinations}: PreparedExperiment, screen: Screen): string {
  const distinct = new Map<string, PreparedCombination>();
  for (const one of combinations) {
    const {data, standardization, window} = one.combination.experiment;
    const {fold} = one.combination;
    const key = JSON.stringify([one.setup.data.dataset.key, data.split, fold, standardization, window]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  const parts: string[] = [];
  let shown: StandardizedData | undefined;
  for (const one of distinct.values()) {
    const {setup, combination} = one;
    if (setup.data !== shown)
      parts.push(datasetText(experiment.name, setup.data, combination.experiment.standardization.type, screen));
    shown = setup.data;
    parts.push(windowsText(one, distinct.size > 1, screen));
  }
  return `${parts.join('\n\n')}\n`;
}

function datasetText(name: string, data: StandardizedData, standardization: string, screen: Screen): string {
  const {dataset, boundaries} = data;
  const {rows, origin, time, sha256, series} = dataset;
  const span = time ? `, ${spanText(time, 0, rows)}` : '';
  const several = series.length > 1 ? ` of ${series.length} series` : '';
  const trainingRows = boundaries.reduce((sum, {train}) => sum + train.end - train.begin, 0);
  return [
    `${screen.style.bold(name)}: ${printable(origin)}, ${rows} rows${several}${span}`,
    `sha256 ${sha256}`,
    ...readingText(dataset, screen),
    ...stepsText(dataset),
    '',
    `columns, ${standardization} fitted on the ${trainingRows} training rows${isFittedInEach(data) ? ' of each series' : ''}`,
    fittedTable(
      [...['column', 'role', ''].map(left), ...['minimum', 'mean', 'deviation', 'maximum'].map(right)],
      columnRows(data),
      screen,
    ),
    '',
    series.length > 1 ? seriesText(data, screen) : splitsText(data, screen),
  ].join('\n');
}

/** From the earliest to the latest time of some rows. */
function spanText(time: TimeAxis, begin: number, end: number): string {
  const {first, last} = timeSpan(time, begin, end);
  return `${first} to ${last}`;
}

function splitsText({dataset: {time, rows: rowCount}, boundaries: [only]}: StandardizedData, screen: Screen): string {
  const rows = SPLITS.map(split => {
    const {begin, end} = only[split];
    return [
      split,
      `${begin} to ${end - 1}`,
      String(end - begin),
      ...(time ? [`${timeText(time, begin)} to ${timeText(time, end - 1)}`] : []),
    ];
  });
  return [
    'splits, in time order, rows counted from 0',
    fittedTable([left('split'), right('rows'), right('count'), ...(time ? [left('time')] : [])], rows, screen),
    ...inNoSplitText(only, rowCount),
  ].join('\n');
}

/** Which rows are in none of the splits. */
function inNoSplitText(boundaries: Boundaries, rows: number): string[] {
  const {before, between, after} = rowsInNoSplit(boundaries, {begin: 0, end: rows});
  const parts = [
    ...(before > 0 ? [`${grouped(before)} before train`] : []),
    ...(between > 0 ? [`${grouped(between)} between splits`] : []),
    ...(after > 0 ? [`${grouped(after)} after test`] : []),
  ];
  return parts.length === 0 ? [] : [`in no split: ${parts.join(', ')}`];
}

/** The rows of each series and of its splits. */
function seriesText({dataset: {series, time}, boundaries}: StandardizedData, screen: Screen): string {
  const rows = series
    .slice(0, MOST_SERIES)
    .map(({name, begin, end}, index) => [
      printable(name),
      String(end - begin),
      ...SPLITS.map(split => String(boundaries[index][split].end - boundaries[index][split].begin)),
      ...(time ? [spanText(time, begin, end)] : []),
    ]);
  const more = series.length - rows.length;
  return [
    'series, each split in time order',
    fittedTable([left('series'), right('rows'), ...SPLITS.map(right), ...(time ? [left('time')] : [])], rows, screen),
    ...(more > 0 ? [`and ${more} more series`] : []),
  ].join('\n');
}

function isFittedInEach({scalings}: StandardizedData): boolean {
  return scalings.some(one => one !== scalings[0]);
}

/** How far apart the rows are, and the longest gap between two of them. */
function stepsText({time, series}: Dataset): string[] {
  const steps = time && stepsOf(time, series);
  if (!time || !steps) return [];
  const {usual, longer, shorter, count, longest} = steps;
  const words = (length: Duration) => (time.unit === 'date' ? durationWords(length) : String(length.size));
  const irregular = [
    ...(shorter > 0 ? [`${shorter} of ${count} steps are shorter`] : []),
    ...(longer > 0 ? [`${longer} of ${count} steps are longer`] : []),
  ];
  const gap = longest
    ? `, the longest ${words({unit: 'milliseconds', size: time.values[longest.after] - time.values[longest.before]})}: rows ${longest.before} to ${longest.after}, ${timeText(time, longest.before)} to ${timeText(time, longest.after)}`
    : '';
  return [`step ${words(usual)}${irregular.length > 0 ? `; ${irregular.join(', ')}${gap}` : ', in all rows'}`];
}

/** How a file was read, in the words of its keys, and what was done to its rows. */
function readingText({reading, notes}: Dataset, {width = USUAL_WIDTH}: Screen): string[] {
  const keys = Object.entries(reading).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  if (keys.length === 0) return [...notes];
  const parts = [`read with ${keys[0]}`, ...keys.slice(1)].map((text, at) =>
    at < keys.length - 1 ? `${text},` : text,
  );
  const [first, ...others] = filledLines(parts, ' ', width - 2);
  return [first, ...others.map(line => `  ${line}`), ...notes];
}

const USUAL_WIDTH = 80;

function columnRows(data: StandardizedData): string[][] {
  const {dataset, scalings, targetScalings} = data;
  const levels = new Set(dataset.targets.flatMap(({name, transform}) => (transform === 'none' ? [name] : [])));
  const inputs = new Set(dataset.inputs.map(({name}) => name));
  const shown = (scaling: Scaling) => (isFittedInEach(data) ? undefined : scaling);
  return [
    ...dataset.inputs.flatMap(({name, values}, index) =>
      columnText(name, levels.has(name) ? 'input, target' : 'input', values, shown(scalings[0][index])),
    ),
    ...dataset.targets.flatMap(({name, values, transform}, index) => {
      const {scaling} = targetScalings[0][index];
      if (transform === 'none') return inputs.has(name) ? [] : columnText(name, 'target', values, shown(scaling));
      // Its changes are those of pairs of rows: what is shown of them is how they are scaled.
      const [own] = columnText(name, 'target', values, undefined);
      const formula = formulaText(scaling.formula).replace('x', transform);
      return [own, ['', '', shown(scaling) ? formula : transform, '', '', '', '']];
    }),
  ];
}

/** Two rows: in the column's own units, and standardized with what it takes, where that is the same in all series. */
function columnText(name: string, role: string, values: Float64Array, scaling: Scaling | undefined): string[][] {
  const show = ({minimum, mean, deviation, maximum}: Statistics) =>
    [minimum, mean, deviation, maximum].map(value => shortNumber(value));
  const first = [printable(name), role, 'as it is', ...show(statistics(values))];
  if (!scaling) return [first];
  return [first, ['', '', formulaText(scaling.formula), ...show(statistics(values.map(scaling.transform)))]];
}

/** (x - 12.5) / 3, or the same of what a curve makes of x. */
function formulaText(formula: Scaling['formula']): string {
  const {offset, scale} = formula;
  const shifted = (x: string) => (offset < 0 ? `(${x} + ${shortNumber(-offset)})` : `(${x} - ${shortNumber(offset)})`);
  const moved = (x: string) => (offset === 0 && scale === 1 ? x : `${shifted(x)} / ${shortNumber(scale)}`);
  switch (formula.kind) {
    case 'affine':
      return `${shifted('x')} / ${shortNumber(scale)}`;
    case 'curve': {
      const [only, ...others] = formula.parameters;
      return moved(only === undefined || others.length > 0 ? formula.curve : `${formula.curve} ${shortNumber(only)}`);
    }
  }
}

function windowsText({setup, combination}: PreparedCombination, several: boolean, screen: Screen): string {
  const {data} = setup;
  const [first] = data.dataset.inputs;
  const [target] = data.dataset.targets;
  const {normalization} = combination.experiment.window;
  const rows = SPLITS.flatMap(split => windowRows(setup, split));
  const which = several ? ` (${parametersText(combination.parameters)})` : '';
  const name = printable(first.name);
  return [
    `windows${which}: ${windowSettings(combination.experiment.window)}`,
    fittedTable(
      [
        left('windows'),
        right('rows'),
        left(`${name}, standardized`),
        ...(normalization === 'none' ? [] : [left(`${name}, ${normalization}`)]),
        right('target'),
        right(printable(target.name)),
        right(target.transform === 'none' ? 'standardized' : `${target.transform}, standardized`),
      ],
      rows,
      screen,
    ),
  ].join('\n');
}

/** "length 10, horizon 1, stride 1, ...". */
function windowSettings(window: PreparedCombination['combination']['experiment']['window']): string {
  const {length, horizon, steps, forecast, stride, samplingRate, lookBack, normalization} = window;
  return [
    `length ${length}`,
    `horizon ${horizon}`,
    ...(steps > 1 ? [`steps ${steps}${forecast === 'recursive' ? ', recursive' : ''}`] : []),
    `stride ${stride}`,
    `samplingRate ${samplingRate}`,
    ...(normalization === 'none' ? [] : [`normalization ${normalization}`]),
    lookBack ? 'may look back into the split before' : 'stay in their split',
  ].join(', ');
}

/** The first windows of a split. */
function windowRows({data, windows, targets, normalization}: TrainingSetup, split: SplitName): string[][] {
  const {starts, offsets, targetOffsets} = windows;
  const [target] = data.dataset.targets;
  const last = lastOffset(windows);
  const [first] = targetOffsets;
  const end = targetOffsets[targetOffsets.length - 1];
  return [...starts[split].slice(0, FIRST_WINDOWS)].map((start, index) => {
    const seen = windowOf(data, start, offsets);
    return [
      index === 0 ? `${split}, ${starts[split].length}` : '',
      `${start} to ${start + last}`,
      valuesText(seen),
      ...(normalization.name === 'none' ? [] : [valuesText(normalizedWindow(data, normalization, seen))]),
      first === end ? String(start + first) : `${start + first} to ${start + end}`,
      shortNumber(target.values[start + first]),
      shortNumber(targets.values[(start + targets.offsets[0]) * targets.columns]),
    ];
  });
}

/** The first column of a window, standardized. */
function windowOf({inputs, dataset}: StandardizedData, start: number, offsets: Int32Array): Float64Array {
  return Float64Array.from(offsets, offset => inputs[(start + offset) * dataset.inputs.length]);
}

/** The same as the network sees it. */
function normalizedWindow(
  {scalings}: StandardizedData,
  {name, columns}: TrainingSetup['normalization'],
  values: Float64Array,
): Float64Array {
  const {onHost} = normalizationOf(name);
  if (!onHost || !columns[0]) return values;
  const {shift, scale} = onHost(values, scalings[0][0].transform(0));
  return values.map(value => (value - shift) / scale);
}

/** The first and last values of a window. */
function valuesText(all: Float64Array): string {
  const values = [...all].map(value => shortNumber(value, 3));
  return values.length <= 5 ? values.join(' ') : `${values.slice(0, 2).join(' ')} ... ${values.slice(-2).join(' ')}`;
}
