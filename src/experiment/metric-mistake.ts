import {didYouMean} from '../document/did-you-mean.js';
import {tableMetric} from './table-metrics.js';

/** What there is to be measured by itself. */
export interface MeasuredParts {
  /** The most steps of a window. */
  readonly steps: number;
  /** The target columns, as far as they are known by name. */
  readonly targets: readonly string[];
}

/** Why a metric that has a name is of nothing that is measured; undefined where it is of something. */
export function metricMistake(
  metric: string,
  {steps, targets}: MeasuredParts,
): {readonly message: string; readonly hint: string | undefined} | undefined {
  const of = tableMetric(metric)?.of;
  switch (of?.kind) {
    case 'step':
      if (of.step <= steps) return undefined;
      return {
        message: `'${metric}' is of step ${of.step}, but a window has ${steps === 1 ? 'one step' : `${steps} steps`}`,
        hint:
          steps === 1
            ? 'window.steps says how many rows are forecast'
            : `${metric.split('@')[0]}@${steps} is the last one`,
      };
    case 'target':
      if (targets.includes(of.target)) return undefined;
      return {
        message: `'${metric}' is of '${of.target}', which is no target`,
        hint: didYouMean(of.target, ['best', 'worst', ...targets]),
      };
    case 'all':
    case 'refit':
    case 'series':
    case undefined:
      return undefined;
  }
}
