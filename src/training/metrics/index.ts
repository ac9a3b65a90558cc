import {named} from '../../document/kind.js';
import {directionalAccuracy} from './directional-accuracy.js';
import {mae} from './mae.js';
import {mape} from './mape.js';
import {mase} from './mase.js';
import type {Forecasts, Metric} from './metric.js';
import {mse} from './mse.js';
import {r2} from './r2.js';
import {rmse} from './rmse.js';
import {smape} from './smape.js';

export type {Metric} from './metric.js';

/** Every metric there is. */
export const metrics = [mse, rmse, mae, mape, smape, mase, r2, directionalAccuracy] as const;

export type MetricName = (typeof metrics)[number]['name'];

/** The metric of a name. */
export function metricNamed(name: MetricName): Metric {
  return named<Metric>(metrics, name);
}

/** Metrics with a unit: of forecasts as a model gives them they are other numbers than of the data's own. */
const WITH_UNIT: readonly Metric[] = metrics.filter(({unit}) => unit !== 'none');

/** null where a metric is undefined, such as MASE of a series that never changes. */
export type MetricValue = number | null;

/** Values by the names of metrics; what an older version recorded may lack some. */
export type MetricValues = {readonly [Name in MetricName]?: MetricValue};

/** Every metric of a split, in the data's own units. */
export interface SplitMetrics extends MetricValues {
  /** Those with a unit, in the standardized units that the model was trained in. */
  readonly standardized: MetricValues;
  /** Those with a unit, of what targets were transformed to, where they were. */
  readonly transformed?: MetricValues;
}

/** Every metric of a split: of its forecasts in the data's own units, as the model gave them, and of what targets were transformed to. */
export function measure(
  forecasts: Forecasts,
  standardized: () => Forecasts,
  transformed?: () => Forecasts,
): SplitMetrics {
  return {
    ...measureOwn(forecasts),
    standardized: valuesOf(WITH_UNIT, standardized()),
    ...(transformed ? {transformed: valuesOf(WITH_UNIT, transformed())} : {}),
  };
}

/** Every metric of some forecasts in the data's own units. */
export function measureOwn(forecasts: Forecasts): MetricValues {
  return valuesOf(metrics, forecasts);
}

function valuesOf(measured: readonly Metric[], forecasts: Forecasts): MetricValues {
  return Object.fromEntries(
    measured.map(one => {
      const value = one.of(forecasts);
      return [one.name, Number.isFinite(value) ? value : null];
    }),
  );
}
