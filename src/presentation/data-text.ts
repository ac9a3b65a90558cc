import {SPLITS} from '../data/4-split/split.js';
import type {Scaling} from '../data/6-standardize/scaling.js';
import type {StandardizedData} from '../data/6-standardize/standardize.js';
import type {Dataset} from '../data/dataset.js';
import {type Statistics, statistics} from '../data/statistics.js';
import {timeText} from '../data/time-axis.js';
import {parametersText} from '../document/parameter-value.js';
import type {PreparedCombination, PreparedExperiment} from '../plan/prepare.js';
import {shortNumber} from './number.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

const FIRST_WINDOWS = 3;

/** The data sets as the models will see them: rows, columns before and after standardization, splits, first windows. */
export function dataText({experiment, combinations}: PreparedExperiment, style: Style): string {
  const distinct = new Map<string, PreparedCombination>();
  for (const one of combinations) {
    const {data, standardization, window} = one.combination.experiment;
    const key = JSON.stringify([one.setup.data.dataset.key, data.split, standardization, window]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  const parts: string[] = [];
  let shown: StandardizedData | undefined;
  for (const one of distinct.values()) {
    const {setup, combination} = one;
    if (setup.data !== shown)
      parts.push(datasetText(experiment.name, setup.data, combination.experiment.standardization.type, style));
    shown = setup.data;
    parts.push(windowsText(one, distinct.size > 1, style));
  }
  return `${parts.join('\n\n')}\n`;
}

function datasetText(name: string, data: StandardizedData, standardization: string, style: Style): string {
  const {dataset, boundaries} = data;
  const {rows, origin, time, sha256} = dataset;
  const span = time ? `, ${timeText(time, 0)} to ${timeText(time, rows - 1)}` : '';
  const splitRows = SPLITS.map(split => {
    const {begin, end} = boundaries[split];
    return [
      split,
      `${begin} to ${end - 1}`,
      String(end - begin),
      ...(time ? [`${timeText(time, begin)} to ${timeText(time, end - 1)}`] : []),
    ];
  });
  return [
    `${style.bold(name)}: ${origin}, ${rows} rows${span}`,
    `sha256 ${sha256}`,
    ...readingText(dataset),
    '',
    `columns, ${standardization} fitted on the ${boundaries.train.end} training rows`,
    textTable(
      ['column', 'role', '', 'minimum', 'mean', 'deviation', 'maximum'],
      ['left', 'left', 'left', 'right', 'right', 'right', 'right'],
      columnRows(data),
      style,
    ),
    '',
    'splits, in time order, rows counted from 0',
    textTable(
      ['split', 'rows', 'count', ...(time ? ['time'] : [])],
      ['left', 'right', 'right', ...(time ? ['left' as const] : [])],
      splitRows,
      style,
    ),
  ].join('\n');
}

/** How a file was read, in the words of its keys, and what was done to its rows. */
function readingText({reading, notes}: Dataset): string[] {
  const keys = Object.entries(reading).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [...(keys.length > 0 ? [`read with ${keys.join(', ')}`] : []), ...notes];
}

function columnRows({dataset, scalings, targetScalings}: StandardizedData): string[][] {
  const targets = new Set(dataset.targets.map(({name}) => name));
  const inputs = new Set(dataset.inputs.map(({name}) => name));
  return [
    ...dataset.inputs.flatMap(({name, values}, index) =>
      columnText(name, targets.has(name) ? 'input, target' : 'input', statistics(values), scalings[index]),
    ),
    ...dataset.targets.flatMap(({name, values}, index) =>
      inputs.has(name) ? [] : columnText(name, 'target', statistics(values), targetScalings[index]),
    ),
  ];
}

/** Two rows: in the column's own units, and standardized with what it takes. */
function columnText(name: string, role: string, own: Statistics, {formula: {offset, scale}}: Scaling): string[][] {
  const standardized = {
    minimum: (own.minimum - offset) / scale,
    mean: (own.mean - offset) / scale,
    deviation: own.deviation / scale,
    maximum: (own.maximum - offset) / scale,
  };
  const show = ({minimum, mean, deviation, maximum}: Statistics) =>
    [minimum, mean, deviation, maximum].map(value => shortNumber(value));
  return [
    [name, role, 'as it is', ...show(own)],
    ['', '', `(x - ${shortNumber(offset)}) / ${shortNumber(scale)}`, ...show(standardized)],
  ];
}

function windowsText({setup, combination}: PreparedCombination, several: boolean, style: Style): string {
  const {data, windows} = setup;
  const {starts, offsets, targetOffsets} = windows;
  const {length, horizon, stride, samplingRate, lookBack} = combination.experiment.window;
  const [target] = data.dataset.targets;
  const [targetOffset] = targetOffsets;
  const last = offsets[offsets.length - 1];
  const rows = SPLITS.flatMap(split =>
    [...starts[split].slice(0, FIRST_WINDOWS)].map((start, index) => [
      index === 0 ? `${split}, ${starts[split].length}` : '',
      `${start} to ${start + last}`,
      valuesText(data, start, offsets),
      String(start + targetOffset),
      shortNumber(target.values[start + targetOffset]),
      shortNumber(data.targets[(start + targetOffset) * data.dataset.targets.length]),
    ]),
  );
  const which = several ? ` (${parametersText(combination.parameters)})` : '';
  return [
    `windows${which}: length ${length}, horizon ${horizon}, stride ${stride}, samplingRate ${samplingRate}, ${lookBack ? 'may look back into the split before' : 'stay in their split'}`,
    textTable(
      ['windows', 'rows', `${data.dataset.inputs[0].name}, standardized`, 'target', target.name, 'standardized'],
      ['left', 'right', 'left', 'right', 'right', 'right'],
      rows,
      style,
    ),
  ].join('\n');
}

/** A window of the first column: its first and last values. */
function valuesText({inputs, dataset}: StandardizedData, start: number, offsets: Int32Array): string {
  const values = [...offsets].map(offset => shortNumber(inputs[(start + offset) * dataset.inputs.length], 3));
  return values.length <= 5 ? values.join(' ') : `${values.slice(0, 2).join(' ')} ... ${values.slice(-2).join(' ')}`;
}
