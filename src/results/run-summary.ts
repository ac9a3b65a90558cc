import {compare} from './comparison/compare.js';
import type {Comparison} from './comparison/comparison.js';
import {type Expectations, judge} from './expectations.js';
import {type ResultsTable, resultsTable} from './results-table.js';
import type {RunResults} from './run-results.js';
import {usualMetrics} from './usual-metrics.js';

/** What a run answers, made once for all forms that it is shown in. */
export interface RunSummary {
  /** One row per combination in the order of the plan, with the usual metrics. */
  readonly table: ResultsTable;
  /** The one that the experiment asks for. */
  readonly comparison: Comparison | null;
  readonly expectations: Expectations;
}

/** A run's table, comparison and judged expectations. */
export function summarizeRun(results: RunResults): RunSummary {
  const {comparison} = results.manifest;
  return {
    table: resultsTable(results, {metrics: usualMetrics(results)}),
    comparison: comparison ? compare(results, comparison.by, comparison.metric) : null,
    expectations: judge(results),
  };
}
