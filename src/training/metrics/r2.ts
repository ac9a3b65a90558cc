import {meanOf} from '../../data/statistics.js';
import {type Forecasts, meanOverForecasts, metric, square} from './metric.js';

export const r2 = metric({
  name: 'r2',
  description:
    'Share of the variance of the target that is explained. For a constant target it is 1 if exact, else 0; for a single window it is undefined. With several targets it is their mean.',
  source: 'scikit-learn r2_score',
  moreIsBetter: true,
  unit: 'none',
  hasNaturalZero: false,
  usualSize: 1,
  of(forecasts) {
    const {columns = 1, targets, predictions} = forecasts;
    if (columns === 1) return explained(forecasts);
    const own = Array.from({length: columns}, (_, column) => {
      const isOwn = (_value: number, at: number) => at % columns === column;
      return explained({targets: targets.filter(isOwn), predictions: predictions.filter(isOwn)});
    });
    return meanOf(own);
  },
});

function explained(forecasts: Pick<Forecasts, 'targets' | 'predictions'>): number {
  if (forecasts.targets.length < 2) return Number.NaN;
  const mean = meanOverForecasts(forecasts, i => forecasts.targets[i]);
  const total = meanOverForecasts(forecasts, i => square(forecasts.targets[i] - mean));
  const residual = meanOverForecasts(forecasts, i => square(forecasts.predictions[i] - forecasts.targets[i]));
  if (isConstant(forecasts.targets)) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

/** A mean may be off by rounding, so that a constant would have some variance. */
function isConstant(targets: Float64Array): boolean {
  return targets.every(target => target === targets[0]);
}
