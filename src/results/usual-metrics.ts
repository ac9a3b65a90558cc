import {choosingMetric} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** The metric that the experiment's question is about. */
export function comparedMetric({manifest}: RunResults): string {
  return manifest.comparison?.metric ?? 'test_rmse';
}

/** The metrics that a table shows unless it is asked for others: first the one that chooses, then the one that is asked about. */
export function usualMetrics(results: RunResults): string[] {
  const compared = comparedMetric(results);
  const usual = ['test_rmse', 'test_mae', 'test_mase', 'test_directional_accuracy'];
  return [...new Set([choosingMetric(compared), compared, ...usual])].slice(0, 5);
}
