import {meanOf} from '../../data/statistics.js';
import {canonicalJson} from '../../document/content-hash.js';
import {groupBy} from '../../document/group-by.js';
import type {ParameterValues} from '../../document/references.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {foldOf, rowParameters} from '../folds.js';
import {metricOf} from '../metric-path.js';
import {rowGroups} from '../row-groups.js';
import type {RunResults} from '../run-results.js';
import {type Summary, summarize} from '../statistics/summary.js';
import {isOfOtherScales, isSameRows, type TargetRows, targetRowsOf} from '../target-rows.js';

/** What a row of a table was measured on by a metric, and what its seeds say. */
export interface MeasuredRow {
  /** The target rows of each fold; of one where there are no folds. */
  readonly rows: ReadonlyMap<unknown, TargetRows>;
  readonly records: readonly TrialRecord[];
  /**
   * Over one number of each seed: with folds, its mean over them, of the seeds that finished all. Trials of one seed begin with the same
   * weights in each fold, so they are no more than one draw of what seeds do.
   */
  readonly ofSeeds: Summary;
}

/** Tells of the rows of a run's table what they were measured on. */
export function measuredRows(results: RunResults): {
  of(row: {readonly parameters: ParameterValues}, metric: string): MeasuredRow;
} {
  const groups = new Map(
    rowGroups(results, rowParameters(results)).map(group => [canonicalJson(group.parameters), group]),
  );
  return {
    of({parameters}, metric) {
      const {combinations = [], trials: records = []} = groups.get(canonicalJson(parameters)) ?? {};
      const rowsOf = targetRowsOf(results, metric);
      const rows = new Map([...combinations].map(own => [foldOf(results, own), rowsOf(own)]));
      const numbers = [...groupBy(records, ({seed}) => seed).values()].flatMap(ofSeed => {
        const values = ofSeed.flatMap(trial => metricOf(trial, metric) ?? []);
        return values.length === rows.size ? [meanOf(values)] : [];
      });
      return {rows, records, ofSeeds: summarize(numbers)};
    },
  };
}

/** Whether two rows were measured on the same target rows, fold by fold, and in the same scale. */
export function isSameMeasured(one: MeasuredRow, other: MeasuredRow, metric: string): boolean {
  if (one.rows.size !== other.rows.size || isOfOtherScales([one, other], metric)) return false;
  return [...one.rows].every(([fold, rows]) => {
    const matched = other.rows.get(fold);
    return matched !== undefined && isSameRows(rows, matched);
  });
}
