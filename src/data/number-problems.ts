import type {Place, Problem} from '../document/problem.js';
import type {StandardizedData} from './6-standardize/standardize.js';
import type {Column} from './dataset.js';

/** Squares of numbers beyond these are no doubles any more: means, deviations and errors can't be told. */
const LARGEST = 1e150;
const SMALLEST = 1e-150;

/** Where a number of a column is written. */
export type NumberPlace = (row: number, name: string) => Place;

/** The first number of each column that can't be computed with. */
export function numberProblems(columns: readonly Column[], place: NumberPlace): Problem[] {
  return columns.flatMap(({name, values}): Problem[] => {
    const problem = (row: number, message: string, hint: string) => [
      {message: `column '${name}', row ${row + 1}: ${values[row]} is ${message}`, place: place(row, name), hint},
    ];
    const large = values.findIndex(value => !(Math.abs(value) <= LARGEST));
    if (large >= 0) return problem(large, 'too large to compute with', `numbers may be as large as ${LARGEST}`);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest === 0 || largest >= SMALLEST) return [];
    const small = values.findIndex(value => Math.abs(value) === largest);
    return problem(small, 'the largest of it: too small to compute with', 'give it in a smaller unit');
  });
}

/** The first number of each column that is too large to train on once it is standardized. */
export function standardizedProblems({dataset, inputs, targets}: StandardizedData, place: NumberPlace): Problem[] {
  const found = [...firstInfinite(dataset.inputs, inputs), ...firstInfinite(dataset.targets, targets)];
  const once = [...new Map(found.map(one => [one.column.name, one])).values()];
  return once.map(({column: {name, values}, row}) => ({
    message: `column '${name}' holds a number in row ${row + 1} that is too large to train on: ${values[row]}`,
    place: place(row, name),
    hint: 'mend it, leave out the column, or give another standardization',
  }));
}

function firstInfinite(columns: readonly Column[], numbers: Float32Array): {column: Column; row: number}[] {
  const rows = new Map<number, number>();
  for (let at = 0; at < numbers.length && rows.size < columns.length; at++) {
    const column = at % columns.length;
    if (!Number.isFinite(numbers[at]) && !rows.has(column)) rows.set(column, Math.floor(at / columns.length));
  }
  return [...rows].map(([column, row]) => ({column: columns[column], row}));
}
