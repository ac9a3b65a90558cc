import {SPLITS, type SplitName} from '../data/4-split/split.js';
import {type MetricName, metricNamed, metrics} from '../training/metrics/index.js';
import type {Metric} from '../training/metrics/metric.js';

/** What a name stands for. */
export interface TableMetric {
  readonly split: SplitName;
  readonly name: MetricName;
}

const BY_NAME: ReadonlyMap<string, TableMetric> = new Map(
  SPLITS.flatMap(split => metrics.map(({name}) => [`${split}_${name}`, {split, name}] as const)),
);

/** Every name that there is. */
export const TABLE_METRICS: readonly string[] = [...BY_NAME.keys()];

/** The split and the metric of a name; undefined for one that no metric has. */
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
