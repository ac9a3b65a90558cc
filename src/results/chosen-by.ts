import type {ParameterValues} from '../document/references.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import type {MetricValue} from '../training/metrics/index.js';
import {byFold} from './folds.js';
import {metricOf, sharedMetricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';
import {summarize} from './statistics/summary.js';
import {isComparable, isSameRows, leastShared, type SharedCount, sharedBetween, targetRowsOf} from './target-rows.js';

/** What combinations are ranked by. */
interface Ranking {
  /** Target rows that they share where each was measured on other rows, too; null: the same rows anyway. */
  readonly sharedRows: SharedCount;
  /** A trial's value; null where combinations can't be held against each other. */
  rankOf(trial: TrialRecord): MetricValue;
  /** The mean over the finished trials of a row; null where some have no number: the others would stand for them. */
  rankOfRow(trials: readonly TrialRecord[]): number | null;
}

/**
 * Ranks by a metric; where combinations are measured on other rows, on those that all share. What is averaged over all folds is
 * held against others fold by fold; `acrossFolds` is for rows that are of single folds.
 */
export function rankingBy(results: RunResults, metric: string, acrossFolds = false): Ranking {
  const {combinations, trials} = results;
  const rowsOf = targetRowsOf(results, metric);
  const foldsOf = <Of>(all: readonly Of[], parametersOf: (one: Of) => ParameterValues) =>
    acrossFolds ? new Map([[undefined, all]]) : byFold(results, all, parametersOf);
  const trialsOf = foldsOf(trials, ({parameters}) => parameters);
  const sharedRows = leastShared(
    [...foldsOf(combinations, parameters => parameters)].map(([fold, own]) =>
      sharedBetween(
        // All trials stand for each combination: what one of them doesn't share, none does.
        own.map((parameters, index) => ({
          rows: rowsOf(parameters),
          records: index === 0 ? (trialsOf.get(fold) ?? []) : [],
        })),
        metric,
      ),
    ),
  );
  const rankOf = (trial: TrialRecord) => {
    if (!isComparable(sharedRows)) return null;
    return sharedRows === null ? metricOf(trial, metric) : (sharedMetricOf(trial, metric) ?? null);
  };
  return {
    sharedRows,
    rankOf,
    rankOfRow(row) {
      const values = row.filter(({status}) => status === 'finished').map(rankOf);
      return values.includes(null) ? null : summarize(values).mean;
    },
  };
}

/** Whether combinations are measured on different target rows, those of each fold by themselves. */
export function onOtherRows(results: RunResults, metric: string, acrossFolds = false): boolean {
  const rowsOf = targetRowsOf(results, metric);
  const {combinations} = results;
  const groups = acrossFolds ? [combinations] : [...byFold(results, combinations, parameters => parameters).values()];
  return groups.some(
    ([first, ...others]) =>
      first !== undefined && others.some(parameters => !isSameRows(rowsOf(first), rowsOf(parameters))),
  );
}
