import type {TrialRecord} from '../run/journal.js';
import type {MetricValue} from '../training/metrics/index.js';
import {measuredRows} from './measured-rows.js';
import {metricOf, sharedMetricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** What rows are ranked by: a metric; where combinations are measured on other rows, on those that all share. */
export function ranking(results: RunResults, metric: string): (trial: TrialRecord) => MetricValue {
  if (!onOtherRows(results, metric)) return trial => metricOf(trial, metric);
  return trial => sharedMetricOf(trial, metric) ?? null;
}

/** Whether combinations are measured on different target rows. */
export function onOtherRows(results: RunResults, metric: string): boolean {
  const rowsOf = measuredRows(results, metric);
  return new Set(results.combinations.map(rowsOf)).size > 1;
}
