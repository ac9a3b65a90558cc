import {tableMetric} from '../experiment/table-metrics.js';
import {type Metric, metrics} from '../training/metrics/index.js';
import {choosingMetric} from './metric-path.js';
import type {RunResults} from './run-results.js';

const USUAL = (metrics as readonly Metric[]).filter(({isUsual}) => isUsual).map(({name}) => `test_${name}`);

/** The metric that the experiment's question is about. */
export function comparedMetric({manifest}: RunResults): string {
  return manifest.comparison?.metric ?? 'test_rmse';
}

/** The metrics that a table shows unless it is asked for others: first the one that chooses, then the one that is asked about. */
export function usualMetrics(results: RunResults): string[] {
  const compared = comparedMetric(results);
  const {name} = tableMetric(compared) ?? {name: 'rmse'};
  const refits = results.trials.some(trial => trial.status === 'finished' && trial.refit) ? [`refit_${name}`] : [];
  return [...new Set([choosingMetric(compared), compared, ...refits, ...USUAL])].slice(0, 5 + refits.length);
}
