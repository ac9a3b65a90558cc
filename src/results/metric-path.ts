import {SPLITS} from '../data/split.js';
import type {TrialRecord} from '../run/journal.js';
import {METRIC_NAMES, type MetricValue} from '../training/metrics/index.js';

/** What tables call a metric: `test_rmse` is metrics.test.rmse. */
export const TABLE_METRICS: readonly string[] = SPLITS.flatMap(split =>
  METRIC_NAMES.map(metric => `${split}_${metric}`),
);

/** A finished trial's value of a metric; null where the metric is undefined or the trial failed. */
export function metricOf(trial: TrialRecord, metric: string): MetricValue {
  if (trial.status === 'failed') return null;
  const split = SPLITS.find(name => metric.startsWith(`${name}_`));
  const name = METRIC_NAMES.find(known => `${split}_${known}` === metric);
  return split && name ? trial.metrics[split][name] : null;
}
