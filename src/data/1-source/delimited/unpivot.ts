import {VARIABLE} from '../reading/column-names.js';

/** How the columns of a wide table become two long ones. */
export interface Unpivot {
  readonly names: readonly string[];
  /** The rows of the long table that a row of the wide one makes: what stays of it, then a name and its value. */
  rows(fields: readonly string[]): readonly (readonly string[])[];
  /** The column of the wide table in which a field of the long one is written. */
  column(row: number, column: number): number;
  /** How many rows of the long table a row of the wide one makes. */
  readonly count: number;
}

const VALUE = 'value';

/** Reads columns of a wide table, given by their positions, one after the other in each row. */
export function unpivotOf(names: readonly string[], positions: readonly number[]): Unpivot {
  const kept = [...names.keys()].filter(position => !positions.includes(position));
  return {
    names: [...kept.map(position => names[position]), VARIABLE, VALUE],
    rows: fields => {
      const own = kept.map(position => fields[position]);
      return positions.map(position => [...own, names[position], fields[position]]);
    },
    column: (row, column) => kept[column] ?? positions[row % positions.length],
    count: positions.length,
  };
}

/** A table as it is. */
export function asItIs(names: readonly string[]): Unpivot {
  return {names, rows: fields => [fields], column: (_, column) => column, count: 1};
}
