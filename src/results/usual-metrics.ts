import type {RunResults} from './run-results.js';

/** The metrics that a table shows unless it is asked for others; the first one decides. */
export function usualMetrics({manifest}: RunResults): string[] {
  const usual = ['test_rmse', 'test_mae', 'test_mase', 'test_directional_accuracy'];
  return [...new Set([manifest.comparison?.metric ?? 'test_rmse', ...usual])].slice(0, 4);
}
