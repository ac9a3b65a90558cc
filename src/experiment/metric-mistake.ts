import {didYouMean} from '../document/did-you-mean.js';
import {tableMetric} from './table-metrics.js';

/** What there is to be measured by itself. */
export interface MeasuredParts {
  /** The most steps of a window. */
  readonly steps: number;
  /** The target columns, as far as they are known by name. */
  readonly targets: readonly string[];
  /** Whether targets are told by another number than their own. */
  readonly areTransformed: boolean;
  /** Whether the data may be of several series. */
  readonly areSeries: boolean;
  /** Whether anything is trained once more. */
  readonly isRefit: boolean;
}

/** Why a metric that has a name is of nothing that is measured; undefined where it is of something. */
export function metricMistake(
  metric: string,
  {steps, targets, areTransformed, areSeries, isRefit}: MeasuredParts,
): {readonly message: string; readonly hint: string | undefined} | undefined {
  const of = tableMetric(metric)?.of;
  const [whole] = metric.split('@');
  switch (of?.kind) {
    case 'step':
      if (of.step <= steps) return undefined;
      return {
        message: `'${metric}' is of step ${of.step}, but a window has ${steps === 1 ? 'one step' : `${steps} steps`}`,
        hint: steps === 1 ? 'window.steps says how many rows are forecast' : `${whole}@${steps} is the last one`,
      };
    case 'target': {
      const [only, ...others] = targets;
      if (only === of.target && others.length === 0)
        return {message: `'${metric}' is of one of several targets, and there is one`, hint: `${whole} is of it`};
      if (targets.includes(of.target)) return undefined;
      return {
        message: `'${metric}' is of '${of.target}', which is no target`,
        hint: didYouMean(of.target, ['best', 'worst', ...targets]),
      };
    }
    case 'series':
      if (areSeries) return undefined;
      return {
        message: `'${metric}' is of the ${of.end} of several series, and the data is one`,
        hint: 'data.series names the column that tells series apart',
      };
    case 'refit':
      if (isRefit) return undefined;
      return {message: `'${metric}' is of what is trained once more, and nothing is`, hint: 'training: {refit: true}'};
    case 'all':
      if (of.unit !== 'transformed' || areTransformed) return undefined;
      return {
        message: `'${metric}' is of transformed targets, and none is`,
        hint: 'data.target: {column: close, transform: log-return}, say',
      };
    case undefined:
      return undefined;
  }
}
