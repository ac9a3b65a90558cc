import {bad, type Checked, good, type Place, type Problem} from '../../document/problem.js';
import type {MissingEntry} from './missing-option.js';

/** A column whose missing values are NaN. */
interface Column {
  readonly name: string;
  readonly values: Float64Array;
}

/** Rows that are kept, in order: all, or with `missing: drop` those in which every column has a value. */
export function keptRows(columns: readonly Column[], missing: MissingEntry): Int32Array {
  const all = new Int32Array(columns[0].values.length).map((_, row) => row);
  return missing === 'drop' ? all.filter(row => columns.every(({values}) => !Number.isNaN(values[row]))) : all;
}

/**
 * The columns without missing values, as `data.missing` says. Nothing that is filled in knows what comes later, but for what
 * is interpolated between training rows: of the rows, the first `trainRows` are for training.
 */
export function fill(
  columns: readonly Column[],
  missing: MissingEntry,
  trainRows: number,
  place: (row: number, column: number) => Place,
): Checked<readonly Float64Array[]> {
  switch (missing) {
    case 'error': {
      const problems = columns.flatMap(({name, values}, column) =>
        rowsWithout(values).map(row =>
          missingProblem(name, row, place(row, column), 'set data.missing to drop, forward-fill or interpolate'),
        ),
      );
      return problems.length > 0 ? bad(problems.slice(0, MOST_PROBLEMS)) : good(columns.map(({values}) => values));
    }
    case 'drop':
      return good(columns.map(({values}) => values));
    case 'forward-fill':
    case 'interpolate': {
      const filled = columns.map(({values}) =>
        forwardFill(missing === 'forward-fill' ? values : interpolate(values, trainRows)),
      );
      const problems = columns.flatMap(({name}, column) => {
        const row = filled[column].findIndex(Number.isNaN);
        return row < 0 ? [] : [missingProblem(name, row, place(row, column), 'there is no value before it')];
      });
      return problems.length > 0 ? bad(problems) : good(filled);
    }
  }
}

const MOST_PROBLEMS = 20;

/** The first rows in which a column has no value. */
function rowsWithout(values: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length && rows.length < MOST_PROBLEMS; row++)
    if (Number.isNaN(values[row])) rows.push(row);
  return rows;
}

function missingProblem(name: string, row: number, place: Place, hint: string): Problem {
  return {message: `missing value in column '${name}', row ${row + 1}`, place, hint};
}

function forwardFill(values: Float64Array): Float64Array {
  let last = Number.NaN;
  return values.map(value => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** A straight line, by row, between the values on both sides that lie in the first `rows` rows. */
function interpolate(values: Float64Array, rows: number): Float64Array {
  const filled = values.slice();
  let before = -1;
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(values[row])) continue;
    if (before >= 0)
      for (let gap = before + 1; gap < row; gap++)
        filled[gap] = values[before] + ((values[row] - values[before]) * (gap - before)) / (row - before);
    before = row;
  }
  return filled;
}
