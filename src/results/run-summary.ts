import {askedComparison} from './comparison/compare.js';
import type {Comparison} from './comparison/comparison.js';
import {type Expectations, judge} from './expectations.js';
import {type ResultsTable, resultsTable} from './results-table.js';
import type {RunResults} from './run-results.js';
import {usualMetrics} from './usual-metrics.js';
import type {Statement} from './verdict/statement.js';
import {verdictOf} from './verdict/verdict.js';

/** What a run answers, made once for all forms that it is shown in. */
export interface RunSummary {
  /** One row per combination in the order of the plan, with the usual metrics. */
  readonly table: ResultsTable;
  /** The one that the experiment asks for. */
  readonly comparison: Comparison | null;
  /** What training did, and what it means. */
  readonly verdict: readonly Statement[];
  readonly expectations: Expectations;
}

/** A run's table, comparison, verdict and judged expectations. */
export function summarizeRun(results: RunResults): RunSummary {
  const comparison = askedComparison(results);
  return {
    table: resultsTable(results, {metrics: usualMetrics(results)}),
    comparison,
    verdict: verdictOf(results, comparison),
    expectations: judge(results),
  };
}
