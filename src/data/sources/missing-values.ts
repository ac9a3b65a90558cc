import type {CsvData} from '../../experiment/experiment-file.generated.js';
import {bad, type Checked, good, type Place, type Problem} from '../../experiment/problem.js';

/** The rows that are kept, and each column's values in them. */
export interface Complete {
  readonly kept: readonly number[];
  readonly values: readonly Float64Array[];
}

/**
 * Treats missing values (NaN) as `data.missing` says. Nothing that is filled in knows what comes later, but for what is
 * interpolated between training rows: of the rows, the first `trainRows` are for training.
 */
export function treatMissing(
  columns: readonly {name: string; values: Float64Array}[],
  treatment: CsvData['missing'],
  trainRows: number,
  place: (row: number, column: number) => Place,
): Checked<Complete> {
  const rows = columns[0].values.length;
  const all = Array.from({length: rows}, (_, row) => row);
  switch (treatment) {
    case 'error': {
      const problems: Problem[] = [];
      columns.forEach(({name, values}, column) => {
        values.forEach((value, row) => {
          if (Number.isNaN(value) && problems.length < 20)
            problems.push(
              missing(name, row, place(row, column), 'set data.missing to drop, forward-fill or interpolate'),
            );
        });
      });
      return problems.length > 0 ? bad(problems) : good({kept: all, values: columns.map(({values}) => values)});
    }
    case 'drop': {
      const kept = all.filter(row => columns.every(({values}) => !Number.isNaN(values[row])));
      return good({kept, values: columns.map(({values}) => Float64Array.from(kept, row => values[row]))});
    }
    case 'forward-fill':
    case 'interpolate': {
      const values = columns.map(column =>
        forwardFill(treatment === 'forward-fill' ? column.values : interpolate(column.values, trainRows)),
      );
      const problems = columns.flatMap(({name}, column) => {
        const row = values[column].findIndex(Number.isNaN);
        return row < 0 ? [] : [missing(name, row, place(row, column), 'there is no value before it')];
      });
      return problems.length > 0 ? bad(problems) : good({kept: all, values});
    }
  }
}

function missing(name: string, row: number, place: Place, hint: string): Problem {
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
