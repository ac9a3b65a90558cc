import {SPLITS, type SplitName} from '../data/4-split/split.js';
import {COMPARED_SPLITS} from '../data/7-windows/shared-rows.js';
import {type MetricName, metricNamed, metrics} from '../training/metrics/index.js';
import type {Metric} from '../training/metrics/metric.js';

/** What a name stands for; of several series it may be the value of the best or the worst one. */
export type TableMetric =
  | {readonly split: SplitName; readonly name: MetricName; readonly of: 'all'}
  | {readonly split: (typeof COMPARED_SPLITS)[number]; readonly name: MetricName; readonly of: 'best' | 'worst'};

const OF_ALL = SPLITS.flatMap(split => metrics.map(({name}) => ({split, name, of: 'all'}) as const));
const OF_SERIES = COMPARED_SPLITS.flatMap(split =>
  metrics.flatMap(({name}) => (['best', 'worst'] as const).map(of => ({split, name, of}))),
);

const BY_NAME: ReadonlyMap<string, TableMetric> = new Map<string, TableMetric>([
  ...OF_ALL.map(one => [`${one.split}_${one.name}`, one] as const),
  ...OF_SERIES.map(one => [`${one.split}_${one.name}@${one.of}`, one] as const),
]);

/** The names of metrics over all forecasts. */
export const TABLE_METRICS: readonly string[] = OF_ALL.map(({split, name}) => `${split}_${name}`);

/** Every name that there is: test_rmse, and of the best and the worst of several series, test_rmse@best. */
export const METRIC_NAMES: readonly string[] = [...BY_NAME.keys()];

/** What a name stands for; undefined for one that no metric has. */
export function tableMetric(name: string): TableMetric | undefined {
  return BY_NAME.get(name);
}

function metricOf(name: string): Metric {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`there is no metric ${name}`);
  return metricNamed(found.name);
}

/** Whether more of a metric is better. Throws for a name that no metric has. */
export function moreIsBetter(name: string): boolean {
  return metricOf(name).moreIsBetter;
}

/** Whether a share of a metric's value says something. Throws for a name that no metric has. */
export function hasNaturalZero(name: string): boolean {
  return metricOf(name).hasNaturalZero;
}
