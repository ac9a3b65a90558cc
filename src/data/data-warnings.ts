import type {Problem} from '../document/problem.js';
import type {SourceContext} from './1-source/source-context.js';
import {type Boundaries, rowsInNoSplit} from './4-split/split.js';
import {type StandardizedData, trainingValues} from './7-standardize/standardize.js';
import {columnsOf, type Dataset} from './dataset.js';
import {isNearlyConstant, statistics} from './statistics.js';

/** What is odd about data, but no reason not to train on it. */
export function dataWarnings(
  standardized: StandardizedData,
  {fold, season}: {readonly fold: number | undefined; readonly season: number | undefined},
  place: FindPlace,
): Problem[] {
  const {dataset, boundaries} = standardized;
  return [
    ...seasonWarnings(season, boundaries, place),
    ...holeWarnings(dataset, place),
    // An early fold leaves rows to later ones.
    ...(fold === undefined ? leftOutWarnings(dataset, boundaries, place) : []),
    ...columnWarnings(standardized, place),
  ];
}

type FindPlace = SourceContext['place'];

function holeWarnings({holes}: Dataset, place: FindPlace): Problem[] {
  if (!holes) return [];
  const {feature, row, rows} = holes;
  const others = rows > 1 ? `, and in ${rows - 1} more` : '';
  return [
    {
      message: `the feature '${feature}' has no value in row ${row}${others}: ${rows > 1 ? 'these rows are' : 'this row is'} left out, and no window spans ${rows > 1 ? 'them' : 'it'}`,
      place: place(['features', feature], 'key'),
      hint: 'a logarithm of 0 or less, 0 / 0, or what such rows are made into',
    },
  ];
}

function seasonWarnings(season: number | undefined, boundaries: readonly Boundaries[], place: FindPlace): Problem[] {
  const longest = boundaries.reduce((most, {train}) => Math.max(most, train.end - train.begin), 0);
  if (season === undefined || season < longest) return [];
  return [
    {
      message: `a season of ${season} rows is as long as training, which has ${longest}: no baseline has seasons`,
      place: place(['data', 'season']),
      hint: 'season counts rows, not days or hours',
    },
  ];
}

/** With counts where shares are meant, most rows would be in no split. */
function leftOutWarnings({rows, series}: Dataset, boundaries: readonly Boundaries[], place: FindPlace): Problem[] {
  if (series.length > 1) return [];
  const {before, after} = rowsInNoSplit(boundaries[0], series[0]);
  // Times leave rows out on purpose.
  if (before + after < rows / 2 || after === 0) return [];
  return [
    {
      message: `${before + after} of ${rows} rows are in no split`,
      place: place(['data', 'split']),
      hint: 'sizes of 1 or more are rows; shares are written 0.7, say',
    },
  ];
}

function columnWarnings({dataset, boundaries}: StandardizedData, place: FindPlace): Problem[] {
  const rows = boundaries.reduce((sum, {train}) => sum + train.end - train.begin, 0);
  const targets = new Set(dataset.targets.map(({name}) => name));
  return columnsOf(dataset).flatMap(({name, values}) => {
    const suspect = 'encoding' in dataset.reading ? repeatedExtreme(values) : undefined;
    if (suspect)
      return [
        {
          message: `column '${name}' has ${suspect.value} in ${suspect.count} rows, far from all other values`,
          place: place(['data', targets.has(name) ? 'target' : 'columns']),
          hint: `if it stands for a missing value: data.missingMarks: [${suspect.value}]`,
        },
      ];
    const training = statistics(trainingValues(values, boundaries));
    if (!isNearlyConstant(training, rows)) return [];
    const isTarget = targets.has(name);
    return [
      {
        message:
          training.minimum === training.maximum
            ? `column '${name}' is constant in the training rows: all ${rows} are ${training.mean}`
            : `column '${name}' is constant but for rounding in the ${rows} training rows: ${training.minimum} to ${training.maximum}`,
        place: place(['data', isTarget ? 'target' : 'columns']),
        hint: `nothing can be learned ${isTarget ? 'of' : 'from'} it; its scale is taken as 1`,
      },
    ];
  });
}

/** The smallest or largest value where it comes more than once, and further from the others than these are from each other. */
function repeatedExtreme(values: Float64Array): {readonly value: number; readonly count: number} | undefined {
  const low = extreme(values, 1);
  const high = extreme(values, -1);
  // Of the values without the extreme one, the range, and how far it is from them.
  for (const [end, other] of [
    [low, high],
    [high, low],
  ]) {
    const range = Math.abs(end.next - other.value);
    const others = values.length - end.count;
    if (end.count > 1 && others >= 10 && range > 0 && range < Math.abs(end.value - end.next))
      return {value: end.value, count: end.count};
  }
  return undefined;
}

/** The smallest value (the largest one, by sign -1), how often it comes, and the next one to it. */
function extreme(values: Float64Array, sign: 1 | -1): {value: number; count: number; next: number} {
  let value = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  let count = 0;
  for (const one of values) {
    const signed = one * sign;
    if (signed === value) count++;
    else if (signed < value) {
      next = value;
      value = signed;
      count = 1;
    } else if (signed < next) next = signed;
  }
  return {value: value * sign, count, next: next * sign};
}
