import {bad, type Checked, good, type Place, type Problem} from '../../document/problem.js';
import {namedRows} from '../1-source/reading/named-rows.js';
import type {MissingEntry} from './missing-option.js';

/** A column whose missing values are NaN. */
interface Column {
  readonly name: string;
  readonly values: Float64Array;
}

/** Rows that are kept, in order: all, or with `missing: drop` those in which every column has a value. */
export function keptRows(columns: readonly Column[], missing: MissingEntry, rows: number): Int32Array {
  const all = new Int32Array(rows).map((_, row) => row);
  return missing === 'drop' ? all.filter(row => columns.every(({values}) => !Number.isNaN(values[row]))) : all;
}

/** The rows of a series, and where its training rows end. */
export interface FilledRows {
  readonly begin: number;
  readonly end: number;
  readonly trainEnd: number;
}

/**
 * The columns without missing values, as `data.missing` says, in each series by itself. Nothing that is filled in knows what
 * comes later, but for what is interpolated between training rows.
 */
export function fill(
  columns: readonly Column[],
  missing: MissingEntry,
  series: readonly FilledRows[],
  place: (row: number, column: number) => Place,
): Checked<readonly Float64Array[]> {
  switch (missing) {
    case 'error': {
      const problems = columns.flatMap(({name, values}, column) =>
        missingProblems(name, values, row => place(row, column)),
      );
      return problems.length > 0 ? bad(problems) : good(columns.map(({values}) => values));
    }
    case 'drop':
      return good(columns.map(({values}) => values));
    case 'forward-fill':
    case 'interpolate': {
      const filled = columns.map(({values}) => inEach(values, series, missing));
      const problems = columns.flatMap(({name}, column) => {
        const row = filled[column].findIndex(Number.isNaN);
        const message = `missing value in column '${name}', row ${row + 1}`;
        return row < 0 ? [] : [{message, place: place(row, column), hint: 'there is no value before it'}];
      });
      return problems.length > 0 ? bad(problems) : good(filled);
    }
  }
}

const ROWS_NAMED = 5;

/** What is missing in a column is one mistake, however often. */
function missingProblems(name: string, values: Float64Array, place: (row: number) => Place): Problem[] {
  const rows: number[] = [];
  let count = 0;
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) return;
    if (count < ROWS_NAMED) rows.push(row);
    count++;
  });
  if (count === 0) return [];
  if (count === values.length)
    return [
      {
        message: `column '${name}' has no values at all`,
        place: place(0),
        hint: 'name the columns that the model should see in data.columns',
      },
    ];
  const message =
    count === 1
      ? `missing value in column '${name}', row ${rows[0] + 1}`
      : `${count} missing values in column '${name}': ${namedRows(rows, count)}`;
  return [{message, place: place(rows[0]), hint: 'set data.missing to drop, forward-fill or interpolate'}];
}

function inEach(values: Float64Array, series: readonly FilledRows[], missing: 'forward-fill' | 'interpolate') {
  const filled = new Float64Array(values.length);
  for (const {begin, end, trainEnd} of series) {
    const own = values.subarray(begin, end);
    filled.set(forwardFill(missing === 'forward-fill' ? own : interpolate(own, trainEnd - begin)), begin);
  }
  return filled;
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
