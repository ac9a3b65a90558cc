import type {ParameterValues} from '../experiment/references.js';
import type {TrialRecord} from '../run/journal.js';
import type {MetricValue} from '../training/metrics/index.js';
import {metricOf, sharedMetricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';
import {isComparable, isSameRows, type SharedCount, sharedBetween, targetRowsOf} from './target-rows.js';

/** What combinations are ranked by. */
interface Ranking {
  /** Target rows that they share where each was measured on other rows, too; null: the same rows anyway. */
  readonly sharedRows: SharedCount;
  /** A trial's value; null where combinations can't be held against each other. */
  rankOf(trial: TrialRecord): MetricValue;
}

/** Ranks by a metric; where combinations are measured on other rows, on those that all share. */
export function rankingBy(results: RunResults, metric: string): Ranking {
  const {combinations, trials} = results;
  const rowsOf = targetRowsOf(results, metric);
  const sharedRows = sharedBetween(
    // All trials stand for each combination: what one of them doesn't share, none does.
    combinations.map((parameters, index) => ({rows: rowsOf(parameters), records: index === 0 ? trials : []})),
    metric,
  );
  return {
    sharedRows,
    rankOf(trial) {
      if (!isComparable(sharedRows)) return null;
      return sharedRows === null ? metricOf(trial, metric) : (sharedMetricOf(trial, metric) ?? null);
    },
  };
}

/** Whether combinations are measured on different target rows. */
export function onOtherRows({combinations, ...results}: RunResults, metric: string): boolean {
  const rowsOf = targetRowsOf({combinations, ...results}, metric);
  const [first, ...others]: ParameterValues[] = [...combinations];
  return first !== undefined && others.some(parameters => !isSameRows(rowsOf(first), rowsOf(parameters)));
}
