import {canonicalJson, contentKey} from '../document/content-hash.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import type {Manifest, ResolvedCombination} from '../run/records/manifest.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import {foldOf} from './folds.js';
import {sharedRowsOf, splitOf} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** Names of the target rows that a combination's metric is of. Two that were noted are equal for equal rows. */
export interface TargetRows {
  /** As noted when it was trained; undefined in runs of older versions. */
  readonly noted: string | undefined;
  /** The fold that they are of, where there are folds: each has rows by itself. */
  readonly fold: unknown;
  /** What in its settings decides about rows: rows may be equal where this differs. */
  settings(): string;
}

/** The target rows that combinations are measured on. */
export function targetRowsOf(results: RunResults, metric: string): (parameters: ParameterValues) => TargetRows {
  const {manifest} = results;
  const split = splitOf(metric);
  const resolved = resolvedBy(manifest);
  return parameters => {
    const found = resolved(parameters);
    return {
      noted: found?.rows?.[split],
      fold: foldOf(results, parameters),
      settings: () => (found ? rowsBySettings(found.experiment, split) : ''),
    };
  };
}

type FindResolved = (parameters: ParameterValues) => ResolvedCombination | undefined;

const known = new WeakMap<Manifest, FindResolved>();

/** A combination of a manifest by its parameters; most are asked for by the manifest's own object. */
function resolvedBy(manifest: Manifest): FindResolved {
  return remembered(known, manifest, () => {
    const {resolved} = manifest.experiment;
    const own = new Map<ParameterValues, ResolvedCombination>(resolved.map(one => [one.parameters, one]));
    let byContent: ReadonlyMap<string, ResolvedCombination> | undefined;
    return parameters => {
      const found = own.get(parameters);
      if (found) return found;
      byContent ??= new Map(resolved.map(one => [contentKey(one.parameters), one]));
      return byContent.get(contentKey(parameters));
    };
  });
}

/** Whether two combinations, perhaps of two runs, are measured on the same target rows. */
export function isSameRows(one: TargetRows, other: TargetRows): boolean {
  if (one.noted === undefined || other.noted === undefined) return one.settings() === other.settings();
  return one.noted === other.noted;
}

/** Some trials, and the rows that they are measured on. */
export interface Measured {
  readonly rows: TargetRows;
  readonly records: readonly TrialRecord[];
}

/**
 * How many target rows measurements share: null where they are of the same rows anyway, 'unknown' where that wasn't noted. Of
 * 'other scale' are errors that are shares of different naive errors, of 'other folds' those of folds that are rows by themselves.
 */
export type SharedCount = number | 'unknown' | 'other scale' | 'other folds' | null;

/** Fewer rows say nothing of the others. */
const FEWEST_SHARED_ROWS = 5;

/** What numbers of measurements that are held against each other have in common. */
export function sharedBetween(measured: readonly Measured[], metric: string): SharedCount {
  const [first, ...others] = measured;
  if (others.some(({rows}) => rows.fold !== first?.rows.fold)) return 'other folds';
  if (isOfOtherScales(measured, metric)) return 'other scale';
  if (!first || others.every(({rows}) => isSameRows(first.rows, rows))) return null;
  const finished = measured.flatMap(({records}) => records.filter(({status}) => status === 'finished'));
  const shared = finished.map(record => sharedRowsOf(record, metric));
  if (finished.length === 0) return null;
  if (shared.some(rows => rows === undefined)) return 'unknown';
  return new Set(shared.map(rows => rows?.name)).size === 1 ? (shared[0]?.rows ?? 0) : 0;
}

/** Whether a MASE is over different naive errors, such as those of other training rows or another horizon. */
export function isOfOtherScales(measured: readonly Pick<Measured, 'records'>[], metric: string): boolean {
  const split = splitOf(metric);
  if (metric !== `${split}_mase`) return false;
  const finished = measured.flatMap(({records}) => records.filter(record => record.status === 'finished'));
  // Over several naive errors, one for each step, series and target, a MASE is no share of the mean error.
  const named = finished.filter(({naive, steps, series, targets}) => naive ?? steps ?? series ?? targets);
  if (named.length > 0) return new Set(finished.map(({naive}) => naive)).size > 1;
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const record of finished) {
    const {mae, mase} = record.metrics[split];
    if (!mae || !mase) continue;
    least = Math.min(least, mae / mase);
    most = Math.max(most, mae / mase);
  }
  return most > least * (1 + 1e-9);
}

/** What several groups have in common: the least. */
export function leastShared(counts: readonly SharedCount[]): SharedCount {
  for (const reason of ['other folds', 'other scale'] as const) if (counts.includes(reason)) return reason;
  if (counts.includes('unknown')) return 'unknown';
  const numbers = counts.filter(count => typeof count === 'number');
  return numbers.length === 0 ? null : Math.min(...numbers);
}

/** Whether numbers can be held against each other: of the same rows, or of enough shared ones. */
export function isComparable(shared: SharedCount): boolean {
  return shared === null || (typeof shared === 'number' && shared >= FEWEST_SHARED_ROWS);
}

/** The first target of validation and test is with lookBack the split's first row, however long the window is. */
function rowsBySettings({data, window}: ResolvedCombination['experiment'], split: string): string {
  const {length, horizon, stride, samplingRate, lookBack} = window;
  const first = lookBack && split !== 'train' ? 0 : (length - 1) * samplingRate + horizon;
  const {columns: _, ...source} = data;
  return canonicalJson([source, stride, first]);
}
