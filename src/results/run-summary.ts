import {type Comparison, compare} from './comparison.js';
import {type ResultsTable, resultsTable} from './results-table.js';
import type {RunResults} from './run-results.js';
import {usualMetrics} from './usual-metrics.js';

/** What a run answers, made once for all forms that it is shown in. */
export interface RunSummary {
  /** One row per combination in the order of the plan, with the usual metrics. */
  readonly table: ResultsTable;
  /** The one that the experiment asks for. */
  readonly comparison: Comparison | null;
}

export function summarizeRun(results: RunResults): RunSummary {
  const {comparison} = results.manifest;
  return {
    table: resultsTable(results, {by: undefined, metrics: usualMetrics(results), sort: undefined}),
    comparison: comparison ? compare(results, comparison.by, comparison.metric) : null,
  };
}
