import {directionalAccuracy} from './directional-accuracy.js';
import {mae} from './mae.js';
import {mape} from './mape.js';
import {mase} from './mase.js';
import type {Forecasts, Metric} from './metric.js';
import {mse} from './mse.js';
import {r2} from './r2.js';
import {rmse} from './rmse.js';
import {smape} from './smape.js';

const metrics = {
  mse,
  rmse,
  mae,
  mape,
  smape,
  mase,
  r2,
  directional_accuracy: directionalAccuracy,
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
export const METRIC_NAMES = Object.keys(metrics) as readonly MetricName[];
/** Metrics of which more is better; of the others less is. */
const MORE_IS_BETTER: ReadonlySet<string> = new Set<MetricName>(['r2', 'directional_accuracy']);

/** Whether more is better, for `r2` as for `test_r2`. */
export function moreIsBetter(metric: string): boolean {
  return MORE_IS_BETTER.has(bareName(metric));
}

/** Metrics that may be negative: a share of them says nothing. */
const WITHOUT_ZERO: ReadonlySet<string> = new Set<MetricName>(['r2']);

/** Whether a metric has a natural 0, so that a share of it says something; for `rmse` as for `test_rmse`. */
export function isRatio(metric: string): boolean {
  return !WITHOUT_ZERO.has(bareName(metric));
}

function bareName(metric: string): string {
  return metric.replace(/^(train|validation|test)_/, '');
}

/** null where a metric is undefined, such as MASE of a series that never changes. */
export type MetricValue = number | null;

export type SplitMetrics = Readonly<Record<MetricName, MetricValue>> & {
  /** The same in the standardized units that the model was trained in. */
  readonly standardized: Readonly<Record<'mse' | 'rmse' | 'mae', MetricValue>>;
};

/** Every metric of a split; `standardized` holds the same forecasts as the model gave them. */
export function measure(forecasts: Forecasts, standardized: Forecasts): SplitMetrics {
  const value = (metric: Metric, of: Forecasts): MetricValue => {
    const number = metric(of);
    return Number.isFinite(number) ? number : null;
  };
  const own = Object.fromEntries(METRIC_NAMES.map(name => [name, value(metrics[name], forecasts)]));
  return {
    ...(own as Record<MetricName, MetricValue>),
    standardized: {mse: value(mse, standardized), rmse: value(rmse, standardized), mae: value(mae, standardized)},
  };
}
