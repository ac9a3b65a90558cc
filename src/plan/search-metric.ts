import {decidingMetric, moreIsBetter} from '../experiment/table-metrics.js';
import type {SplitMetrics} from '../training/metrics/index.js';

/** What a search decides by, of a trial's validation metrics: less is better; null where it has no such number. */
export type Deciding = (validation: Partial<SplitMetrics>) => number | null;

/** Decides by the metric that a comparison asks for, on validation. */
export function deciding(metric: string | undefined): Deciding {
  const {name, unit} = decidingMetric(metric);
  const sign = moreIsBetter(metric ?? 'test_rmse') ? -1 : 1;
  return validation => {
    const value = (unit === 'own' ? validation : validation[unit])?.[name];
    return typeof value === 'number' ? sign * value : null;
  };
}
