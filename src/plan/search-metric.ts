import {moreIsBetter, tableMetric} from '../experiment/table-metrics.js';
import type {SplitMetrics} from '../training/metrics/index.js';

/** What a search decides by, of a trial's validation metrics: less is better; null where it has no such number. */
export type Deciding = (validation: Partial<SplitMetrics>) => number | null;

/** Decides by what a comparison asks, on validation: by the whole of it, where that is a step, a series or a target. */
export function deciding(metric = 'test_rmse'): Deciding {
  const known = tableMetric(metric);
  const name = known?.name ?? 'rmse';
  const unit = known?.of.kind === 'all' ? known.of.unit : 'own';
  const sign = moreIsBetter(metric) ? -1 : 1;
  return validation => {
    const value = (unit === 'own' ? validation : validation[unit])?.[name];
    return typeof value === 'number' ? sign * value : null;
  };
}
