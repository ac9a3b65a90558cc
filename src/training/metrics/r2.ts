import {type Metric, meanOf, square} from './metric.js';

/** Share of the target's variance that is explained; for a constant target 1 if exact, else 0; of one window it is undefined. Source: scikit-learn r2_score. */
export const r2: Metric = forecasts => {
  if (forecasts.targets.length < 2) return Number.NaN;
  const mean = meanOf(forecasts, i => forecasts.targets[i]);
  const total = meanOf(forecasts, i => square(forecasts.targets[i] - mean));
  const residual = meanOf(forecasts, i => square(forecasts.predictions[i] - forecasts.targets[i]));
  if (isConstant(forecasts.targets)) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
};

/** A mean may be off by rounding, so that a constant would have some variance. */
function isConstant(targets: Float64Array): boolean {
  return targets.every(target => target === targets[0]);
}
