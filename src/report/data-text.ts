import type {Dataset} from '../data/dataset.js';
import {SPLITS} from '../data/split.js';
import type {Scaling} from '../data/standardization/standardization.js';
import type {Statistics} from '../data/statistics.js';
import {parametersText} from '../experiment/parameter-value.js';
import type {PreparedCombination, PreparedExperiment} from '../run/prepare.js';
import {shortNumber} from './number.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

const FIRST_WINDOWS = 3;

/** The data sets as the models will see them: rows, columns before and after standardization, splits, first windows. */
export function dataText({experiment, combinations}: PreparedExperiment, style: Style): string {
  const distinct = new Map<string, PreparedCombination>();
  for (const one of combinations) {
    const key = JSON.stringify([one.dataset.key, one.combination.experiment.window]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  const parts: string[] = [];
  let shown: Dataset | undefined;
  for (const one of distinct.values()) {
    const {dataset, combination} = one;
    if (dataset !== shown)
      parts.push(datasetText(experiment.name, dataset, combination.experiment.standardization.type, style));
    shown = dataset;
    parts.push(windowsText(one, distinct.size > 1, style));
  }
  return `${parts.join('\n\n')}\n`;
}

function datasetText(name: string, dataset: Dataset, standardization: string, style: Style): string {
  const {rows, origin, time, sha256} = dataset;
  const span = time ? `, ${time[0]} to ${time[time.length - 1]}` : '';
  const splitRows = SPLITS.map(split => {
    const {begin, end} = dataset.boundaries[split];
    return [
      split,
      `${begin} to ${end - 1}`,
      String(end - begin),
      ...(time ? [`${time[begin]} to ${time[end - 1]}`] : []),
    ];
  });
  return [
    `${style.bold(name)}: ${origin}, ${rows} rows${span}`,
    `sha256 ${sha256}`,
    '',
    `columns, ${standardization} fitted on the ${dataset.boundaries.train.end} training rows`,
    textTable(
      ['column', 'role', '', 'minimum', 'mean', 'deviation', 'maximum'],
      ['left', 'left', 'left', 'right', 'right', 'right', 'right'],
      columnRows(dataset),
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

function columnRows({
  columns,
  scalings,
  statistics,
  targetColumn,
  targetScaling,
  targetStatistics,
}: Dataset): string[][] {
  const inputRows = columns.flatMap((column, index) =>
    columnText(column, column === targetColumn ? 'input, target' : 'input', statistics[index], scalings[index]),
  );
  if (columns.includes(targetColumn)) return inputRows;
  return [...inputRows, ...columnText(targetColumn, 'target', targetStatistics, targetScaling)];
}

/** Two rows: in the column's own units, and standardized with what it takes. */
function columnText(name: string, role: string, own: Statistics, {offset, scale}: Scaling): string[][] {
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

function windowsText({windows, dataset, combination}: PreparedCombination, several: boolean, style: Style): string {
  const {starts, offsets, targetOffset} = windows;
  const {length, horizon, stride, samplingRate, lookBack} = combination.experiment.window;
  const last = offsets[offsets.length - 1];
  const rows = SPLITS.flatMap(split =>
    [...starts[split].slice(0, FIRST_WINDOWS)].map((start, index) => [
      index === 0 ? `${split}, ${starts[split].length}` : '',
      `${start} to ${start + last}`,
      valuesText(dataset, start, offsets),
      String(start + targetOffset),
      shortNumber(dataset.targetValues[start + targetOffset]),
      shortNumber(dataset.target[start + targetOffset]),
    ]),
  );
  const which = several ? ` (${parametersText(combination.parameters)})` : '';
  return [
    `windows${which}: length ${length}, horizon ${horizon}, stride ${stride}, samplingRate ${samplingRate}, ${lookBack ? 'may look back into the split before' : 'stay in their split'}`,
    textTable(
      ['windows', 'rows', `${dataset.columns[0]}, standardized`, 'target', dataset.targetColumn, 'standardized'],
      ['left', 'right', 'left', 'right', 'right', 'right'],
      rows,
      style,
    ),
  ].join('\n');
}

/** A window of the first column: its first and last values. */
function valuesText({inputs, columns}: Dataset, start: number, offsets: Int32Array): string {
  const values = [...offsets].map(offset => shortNumber(inputs[(start + offset) * columns.length], 3));
  return values.length <= 5 ? values.join(' ') : `${values.slice(0, 2).join(' ')} ... ${values.slice(-2).join(' ')}`;
}
