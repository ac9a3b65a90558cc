import {didYouMean} from '../document/did-you-mean.js';
import {hintOf, type Place, type Problem} from '../document/problem.js';
import {needsPositive, type StandardizationEntry, standardizationOf} from './7-standardize/index.js';
import type {StandardizedData} from './7-standardize/standardize.js';
import {transformOf} from './7-standardize/transforms/index.js';
import {type Column, columnsOf, type Dataset} from './dataset.js';

/** Squares of numbers beyond these are no doubles any more: means, deviations and errors can't be told. */
const LARGEST = 1e150;
const SMALLEST = 1e-150;

/** Where a number of a column is written. */
export type NumberPlace = (row: number, name: string) => Place;

/** The number of a row, counted from 1 as the source has it. */
export function rowNumber({sourceRows}: Pick<Dataset, 'sourceRows'>, row: number): number {
  return (sourceRows?.[row] ?? row) + 1;
}

/** The first number of each column that can't be computed with. */
export function numberProblems(dataset: Dataset, place: NumberPlace): Problem[] {
  return columnsOf(dataset).flatMap(({name, values}): Problem[] => {
    const problem = (row: number, message: string, hint: string) => [
      {
        message: `column '${name}', row ${rowNumber(dataset, row)}: ${values[row]} is ${message}`,
        place: place(row, name),
        hint,
      },
    ];
    const large = values.findIndex(value => !(Math.abs(value) <= LARGEST));
    if (large >= 0 && !Number.isFinite(values[large]))
      return problem(large, 'no number to compute with', 'a division by 0, perhaps, or the logarithm of 0');
    if (large >= 0) return problem(large, 'too large to compute with', `numbers may be as large as ${LARGEST}`);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0 || largest >= SMALLEST) return [];
    const small = values.findIndex(value => Math.abs(value) === largest);
    return problem(small, 'the largest of it: too small to compute with', 'give it in a smaller unit');
  });
}

/** The first number of each column that is too large to train on once it is standardized. */
export function standardizedProblems(
  {dataset, inputs, targetScalings}: StandardizedData,
  place: NumberPlace,
): Problem[] {
  const found = new Map<string, FoundNumber>();
  const note = (one: FoundNumber) => {
    if (!found.has(one.column.name)) found.set(one.column.name, one);
  };
  for (const one of firstInfinite(dataset.inputs, inputs)) note(one);
  dataset.series.forEach(({begin, end}, index) => {
    dataset.targets.forEach((column, target) => {
      const {transform, scaling} = targetScalings[index][target];
      // What is told from the last known value has the size of changes.
      if (transform !== 'none') return;
      const own = column.values.subarray(begin, end);
      const row = own.findIndex(value => !Number.isFinite(Math.fround(scaling.transform(value))));
      if (row >= 0) note({column, row: begin + row});
    });
  });
  return [...found.values()].map(({column: {name, values}, row}) => ({
    message: `column '${name}' holds a number in row ${rowNumber(dataset, row)} that is too large to train on: ${values[row]}`,
    place: place(row, name),
    hint: 'mend it, leave out the column, or give another standardization',
  }));
}

/** A number of a column. */
interface FoundNumber {
  readonly column: Column;
  readonly row: number;
}

/** What a standardization can't take: columns that there are none of, and values that are not above 0. */
export function standardizationProblems(
  {inputs, targets, sourceRows}: Pick<Dataset, 'inputs' | 'targets' | 'sourceRows'>,
  entry: StandardizationEntry,
  place: NumberPlace,
  placeOfColumn: (name: string) => Place,
): Problem[] {
  const columns = columnsOf({inputs, targets});
  const names = columns.map(({name}) => name);
  const unknown = entry.type === 'per-column' ? Object.keys(entry.columns).filter(name => !names.includes(name)) : [];
  const changed = new Set(targets.flatMap(({name, transform}) => (transform === 'none' ? [] : [name])));
  const seen = new Set(inputs.map(({name}) => name));
  return [
    ...unknown.map(name => ({
      message: `no column '${name}' is seen or forecast`,
      place: placeOfColumn(name),
      ...hintOf(didYouMean(name, names)),
    })),
    ...columns.flatMap(({name, values}): Problem[] => {
      const own = standardizationOf(entry, name);
      if (!needsPositive(own)) return [];
      if (changed.has(name))
        return [
          {
            message: `the standardization ${own.type} needs values above 0, but '${name}' is forecast as a change`,
            place: placeOfColumn(name),
            hint: `leave out its transform, or give it another standardization${seen.has(name) ? '' : ': power takes any values'}`,
          },
        ];
      const row = values.findIndex(value => value <= 0);
      if (row < 0) return [];
      return [
        {
          message: `the standardization ${own.type} needs values above 0; column '${name}' has ${values[row]} in row ${rowNumber({sourceRows}, row)}`,
          place: place(row, name),
          hint: 'power takes any values',
        },
      ];
    }),
  ];
}

/** The first value of each target that its transform can't take. */
export function transformProblems(
  {targets, sourceRows}: Pick<Dataset, 'targets' | 'sourceRows'>,
  place: NumberPlace,
): Problem[] {
  return targets.flatMap(({name, values, transform}): Problem[] => {
    const {needsPositive, formula} = transformOf(transform);
    const row = needsPositive ? values.findIndex(value => value <= 0) : -1;
    if (row < 0) return [];
    return [
      {
        message: `the transform ${transform} of the target '${name}', ${formula}, needs values above 0; row ${rowNumber({sourceRows}, row)} has ${values[row]}`,
        place: place(row, name),
        hint: 'difference takes any values',
      },
    ];
  });
}

function firstInfinite(columns: readonly Column[], numbers: Float32Array): FoundNumber[] {
  const rows = new Map<number, number>();
  for (let at = 0; at < numbers.length && rows.size < columns.length; at++) {
    const column = at % columns.length;
    if (!Number.isFinite(numbers[at]) && !rows.has(column)) rows.set(column, Math.floor(at / columns.length));
  }
  return [...rows].map(([column, row]) => ({column: columns[column], row}));
}
