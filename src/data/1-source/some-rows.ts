import {good} from '../../document/problem.js';
import type {SourceTable} from './source.js';

/** Some rows of a table in some order, by their numbers in it. */
export function someRows(table: SourceTable, rows: Int32Array): SourceTable {
  const {time, series} = table;
  return {
    ...table,
    rows: rows.length,
    numbers: position => {
      const all = table.numbers(position);
      return all.ok ? good(Float64Array.from(rows, row => all.value[row])) : all;
    },
    place: (row, position) => table.place(rows[row], position),
    timePlace: row => table.timePlace(rows[row]),
    series: series && {...series, of: Int32Array.from(rows, row => series.of[row])},
    time: time && {...time, values: Float64Array.from(rows, row => time.values[row])},
  };
}
