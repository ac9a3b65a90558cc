import {SPLITS} from '../data/split.js';
import type {TrialRecord} from '../run/journal.js';
import {METRIC_NAMES, type MetricValue, moreIsBetter} from '../training/metrics/index.js';

type Finished = Extract<TrialRecord, {readonly status: 'finished'}>;

/** Where a table's metric stands in a trial's record. */
const PATHS: ReadonlyMap<string, (trial: Finished) => MetricValue> = new Map(
  SPLITS.flatMap(split =>
    METRIC_NAMES.map(name => [`${split}_${name}`, (trial: Finished) => trial.metrics[split][name]] as const),
  ),
);

/** What tables call a metric: `test_rmse` is metrics.test.rmse. */
export const TABLE_METRICS: readonly string[] = [...PATHS.keys()];

/** A finished trial's value of a metric; null where the metric is undefined or the trial failed. */
export function metricOf(trial: TrialRecord, metric: string): MetricValue {
  return trial.status === 'failed' ? null : (PATHS.get(metric)?.(trial) ?? null);
}

/** The order of a metric's values: the best one first, missing ones last. */
export function bestFirst(metric: string): (a: MetricValue, b: MetricValue) => number {
  const sign = moreIsBetter(metric) ? -1 : 1;
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (a - b);
  };
}
