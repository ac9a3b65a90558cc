import {SPLITS, type SplitName} from '../data/split.js';
import type {TrialRecord} from '../run/journal.js';
import {METRIC_NAMES, type MetricName, type MetricValue, moreIsBetter} from '../training/metrics/index.js';
import type {SharedSplit} from '../training/result.js';

/** Where a table's metric stands in a trial's record. */
interface MetricPath {
  readonly split: SplitName;
  readonly name: MetricName;
}

const PATHS: ReadonlyMap<string, MetricPath> = new Map(
  SPLITS.flatMap(split => METRIC_NAMES.map(name => [`${split}_${name}`, {split, name}] as const)),
);

/** What tables call a metric: `test_rmse` is metrics.test.rmse. */
export const TABLE_METRICS: readonly string[] = [...PATHS.keys()];

/** The split that a metric is measured on. */
export function splitOf(metric: string): SplitName {
  return PATHS.get(metric)?.split ?? 'test';
}

/** The same metric on the validation split, which chooses: what is chosen by test looks better than it is. */
export function choosingMetric(metric: string): string {
  return `validation_${PATHS.get(metric)?.name ?? 'rmse'}`;
}

/** A finished trial's value of a metric; null where the metric is undefined or the trial failed. */
export function metricOf(trial: TrialRecord, metric: string): MetricValue {
  const path = PATHS.get(metric);
  return trial.status === 'failed' || !path ? null : (trial.metrics[path.split][path.name] ?? null);
}

/** The same on the target rows that all combinations of the run share; undefined where that isn't known. */
export function sharedMetricOf(trial: TrialRecord, metric: string): MetricValue | undefined {
  const path = PATHS.get(metric);
  return path && sharedSplitOf(trial, path.split)?.metrics[path.name];
}

/** Which target rows those are, and how many; undefined where that isn't known. */
export function sharedRowsOf(trial: TrialRecord, metric: string): Pick<SharedSplit, 'name' | 'rows'> | undefined {
  return sharedSplitOf(trial, splitOf(metric));
}

function sharedSplitOf(trial: TrialRecord, split: SplitName): SharedSplit | undefined {
  return trial.status === 'failed' || split === 'train' ? undefined : trial.shared?.[split];
}

/** The order of a metric's values: the best one first, missing ones last. */
export function bestFirst(metric: string): (a: MetricValue, b: MetricValue) => number {
  const sign = moreIsBetter(metric) ? -1 : 1;
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (a - b);
  };
}
