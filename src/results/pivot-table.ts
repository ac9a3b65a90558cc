import {canonicalJson} from '../experiment/content-hash.js';
import {type ResultsRow, resultsTable, type TableOptions} from './results-table.js';
import type {RunResults} from './run-results.js';

/** A metric over two parameters: one down, one across; averaged over all others. */
export interface PivotTable {
  readonly metric: string;
  readonly down: {readonly name: string; readonly values: readonly unknown[]};
  readonly across: {readonly name: string; readonly values: readonly unknown[]};
  /** [down, across]; undefined where no trial is planned. */
  readonly cells: readonly (readonly (ResultsRow | undefined)[])[];
}

/** The first metric's means by two parameters. */
export function pivotTable(results: RunResults, down: string, across: string, options: TableOptions): PivotTable {
  const {rows} = resultsTable(results, {...options, by: [down, across]});
  const values = (name: string) => [
    ...new Map(rows.map(({parameters}) => [canonicalJson(parameters[name]), parameters[name]])).values(),
  ];
  const byKey = new Map(rows.map(row => [canonicalJson([row.parameters[down], row.parameters[across]]), row]));
  return {
    metric: options.metrics[0],
    down: {name: down, values: values(down)},
    across: {name: across, values: values(across)},
    cells: values(down).map(one => values(across).map(other => byKey.get(canonicalJson([one, other])))),
  };
}
