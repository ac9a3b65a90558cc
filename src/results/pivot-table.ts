import {canonicalJson, distinct} from '../document/content-hash.js';
import {type ResultsRow, resultsTable, type TableOptions} from './results-table.js';
import type {RunResults} from './run-results.js';

/** A metric over two parameters: one down, one across; averaged over all others. */
export interface PivotTable {
  readonly metric: string;
  /** Whether cells are measured on different target rows. */
  readonly otherRows: boolean;
  readonly down: {readonly name: string; readonly values: readonly unknown[]};
  readonly across: {readonly name: string; readonly values: readonly unknown[]};
  /** [down, across]; undefined where no trial is planned. */
  readonly cells: readonly (readonly (ResultsRow | undefined)[])[];
}

/** The first metric's means by two parameters. */
export function pivotTable(results: RunResults, down: string, across: string, options: TableOptions): PivotTable {
  const {rows, otherRows} = resultsTable(results, {...options, by: [down, across]});
  const values = (name: string) => distinct(rows.map(({parameters}) => parameters[name]));
  const byKey = new Map(rows.map(row => [canonicalJson([row.parameters[down], row.parameters[across]]), row]));
  const [downward, rightward] = [values(down), values(across)];
  return {
    metric: options.metrics[0],
    otherRows,
    down: {name: down, values: downward},
    across: {name: across, values: rightward},
    cells: downward.map(one => rightward.map(other => byKey.get(canonicalJson([one, other])))),
  };
}
