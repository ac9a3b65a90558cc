import {canonicalJson, distinct} from '../../document/content-hash.js';
import {groupBy} from '../../document/group-by.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import type {RunResults} from '../run-results.js';
import type {TrialGroup} from './statement.js';

export type FinishedTrial = Extract<TrialRecord, {status: 'finished'}>;

/** What was seen of the layers of a trial, and of one of them. */
export type Seen = NonNullable<FinishedTrial['diagnostics']['seen']>;
export type SeenLayer = Seen['layers'][number];

/** The trials of a group, and those of them that finished. */
export interface GroupedTrials {
  readonly group: TrialGroup;
  readonly trials: readonly TrialRecord[];
  readonly finished: readonly FinishedTrial[];
}

/** Nobody reads a sentence for each of more. */
const MOST_GROUPS = 6;

/** The trials of a run by the values of the compared parameter, in the order of the plan; all together where nothing is compared, or more values than a verdict has room for. */
export function groupedTrials({manifest, combinations, trials}: RunResults): readonly GroupedTrials[] {
  const asked = manifest.comparison?.by;
  const values = asked === undefined ? 0 : distinct(combinations.map(({[asked]: value}) => value)).length;
  const by = values > MOST_GROUPS ? undefined : asked;
  const groups = groupBy(trials, ({parameters}) => (by === undefined ? '' : canonicalJson(parameters[by] ?? null)));
  return [...groups.values()].map(own => ({
    group: {parameter: by ?? null, value: by === undefined ? null : own[0].parameters[by]},
    trials: own,
    finished: own.filter(trial => trial.status === 'finished'),
  }));
}

/** Whether something is so in enough of a group's trials to be said: it is no chance of one of many. */
export function areEnough(trials: number, of: number): boolean {
  return trials >= 0.1 * of && trials > 0;
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = Float64Array.from(numbers).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The middle one of those numbers that are known; null where none is. */
export function medianOfKnown(numbers: readonly (number | null | undefined)[]): number | null {
  const known = numbers.filter(number => number !== null && number !== undefined);
  return known.length === 0 ? null : median(known);
}
