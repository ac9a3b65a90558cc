import {SPLITS} from '../data/4-split/split.js';
import type {Scaling} from '../data/7-standardize/scaling.js';
import type {StandardizedData} from '../data/7-standardize/standardize.js';
import {spanOf, type Windows} from '../data/8-windows/windows.js';
import {rowNumber} from '../data/number-problems.js';
import {listedWords} from '../document/listed-words.js';
import type {Problem} from '../document/problem.js';
import type {Combination} from '../experiment/combination.js';
import {normalizationOf} from '../model/normalizations/index.js';
import type {TrainingShapes} from './shapes.js';

/** A combination's windows, and where they are written. */
type WrittenWindow = Pick<Combination, 'place'> & {readonly experiment: Pick<Combination['experiment'], 'window'>};

/** What doesn't fit between the windows of a combination and its data. */
export function windowProblems(
  combination: WrittenWindow,
  data: StandardizedData,
  {windows, normalization}: Pick<TrainingShapes, 'windows' | 'normalization'>,
): Problem[] {
  return [
    ...emptySplits(combination, data, windows),
    ...recursionProblems(combination, data),
    ...(normalizationOf(normalization.name).isRatio ? ratioProblems(combination, data, normalization.columns) : []),
  ];
}

function emptySplits({place}: WrittenWindow, {boundaries, dataset}: StandardizedData, windows: Windows): Problem[] {
  const many = dataset.breaks.length > 0 ? ' between its gaps' : boundaries.length > 1 ? ' of any series' : '';
  const most = many === '' ? '' : 'at most ';
  const empty = SPLITS.filter(split => windows.starts[split].length === 0).map(split => ({
    split,
    rows: boundaries.reduce((most, own) => Math.max(most, own[split].end - own[split].begin), 0),
  }));
  if (empty.length === 0) return [];
  const [first, ...others] = empty;
  const targets = windows.targetOffsets.length > 1 ? `its ${windows.targetOffsets.length} targets` : 'its target';
  const areTooMany = empty.some(({rows}) => windows.targetOffsets.length > rows);
  const where =
    others.length === 0
      ? `the ${first.split} split${many}: it has ${most}${first.rows} rows`
      : `the splits ${listedWords(empty.map(({split}) => split))}${many}: they have ${most}${listedWords(empty.map(({rows}) => String(rows)))} rows`;
  return [
    {
      message: `no window fits into ${where}, a window with ${targets} spans ${spanOf(windows)}`,
      place: place(['window', areTooMany ? 'steps' : 'length']),
      hint: areTooMany ? 'fewer steps, more data, or another split' : 'a shorter window, more data, or another split',
    },
  ];
}

/** What is fed back must be forecast, and the rows must follow each other. */
function recursionProblems({experiment, place}: WrittenWindow, {dataset}: StandardizedData): Problem[] {
  const {forecast, steps, horizon} = experiment.window;
  if (forecast === 'direct' || steps === 1) return [];
  const targets = new Set(dataset.targets.map(({name}) => name));
  const unknown = dataset.inputs.flatMap(({name, isKnownAhead}) =>
    targets.has(name) || isKnownAhead ? [] : `'${name}'`,
  );
  return [
    ...(horizon === 1
      ? []
      : [
          {
            message: `a recursive forecast begins with the next row, but the horizon is ${horizon}`,
            place: place(['window', 'horizon']),
            hint: 'horizon: 1, or forecast: direct',
          },
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            message: `a recursive forecast needs to know its inputs in the rows that it has forecast, but ${unknown.slice(0, 5).join(', ')} ${unknown.length === 1 ? 'is no target' : 'are no targets'}`,
            place: place(['window', 'forecast']),
            hint: 'make them targets, leave them out of data.columns, or forecast: direct',
          },
        ]),
  ];
}

function isCurved({formula}: Scaling): boolean {
  return formula.kind === 'curve';
}

/** Ratios are told in the data's own units: standardization may only shift and scale, in all series alike, and nothing is divided by 0. */
function ratioProblems(
  {experiment, place}: WrittenWindow,
  {dataset, scalings, targetScalings}: StandardizedData,
  columns: readonly boolean[],
): Problem[] {
  const {normalization} = experiment.window;
  const at = place(['window', 'normalization']);
  if (scalings.some(own => own !== scalings[0]))
    return [
      {
        message: `${normalization} needs a standardization that is the same in all series`,
        place: at,
        hint: 'standardization.per: all, or another normalization',
      },
    ];
  const curved = [
    ...dataset.inputs.flatMap(({name}, index) => (columns[index] && isCurved(scalings[0][index]) ? [name] : [])),
    ...dataset.targets.flatMap(({name}, index) => (isCurved(targetScalings[0][index].scaling) ? [name] : [])),
  ];
  if (curved.length > 0)
    return [
      {
        message: `${normalization} needs a standardization that only shifts and scales, but that of '${curved[0]}' does more`,
        place: at,
        hint: 'z-score, min-max, robust, max-abs or none',
      },
    ];
  const divided = [...dataset.inputs.filter((_, index) => columns[index]), ...dataset.targets];
  const zeros = new Map(
    divided.flatMap(({name, values}): [string, number][] => {
      const row = values.indexOf(0);
      return row < 0 ? [] : [[name, row]];
    }),
  );
  return [...zeros].map(([name, row]) => ({
    message: `${normalization} divides by the first value of a window, but column '${name}' is 0 in row ${rowNumber(dataset, row)}`,
    place: at,
    hint: 'last subtracts the last value instead',
  }));
}
