import {canonicalJson, contentKey} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {metricOf, sharedMetricOf} from '../metric-path.js';
import type {RunResults} from '../run-results.js';
import {summarize} from '../statistics/summary.js';
import {type TargetRows, targetRowsOf} from '../target-rows.js';
import type {Level, TrialCounts} from './comparison.js';

/** The trials of one value of the compared parameter, by what else they are told apart by. */
export interface LevelTrials extends Level {
  readonly cells: ReadonlyMap<string, Cell>;
}

/** The trials of one combination: one per seed. */
export interface Cell {
  /** The parameters besides the compared one. */
  readonly others: ParameterValues;
  readonly rows: TargetRows;
  readonly trials: ReadonlyMap<number, ComparedTrial>;
}

/** A trial with its number. */
export interface ComparedTrial {
  readonly record: TrialRecord;
  readonly value: number | null;
  /** On the rows that all combinations share; undefined where that isn't known. */
  readonly shared: number | null | undefined;
}

/** The trials of a run by the values of a parameter, in the order of the plan. */
export function trialsByLevel(results: RunResults, by: string, metric: string): LevelTrials[] {
  const {combinations, trials, seeds} = results;
  const rowsOf = targetRowsOf(results, metric);
  const trialsOf = new Map<string, Map<number, ComparedTrial>>();
  for (const record of trials) {
    const key = contentKey(record.parameters);
    const own = trialsOf.get(key) ?? new Map<number, ComparedTrial>();
    trialsOf.set(key, own);
    own.set(record.seed, {record, value: metricOf(record, metric), shared: sharedMetricOf(record, metric)});
  }
  const levels = new Map<string, {value: unknown; cells: Map<string, Cell>}>();
  for (const parameters of combinations) {
    const {[by]: value, ...others} = parameters;
    const key = canonicalJson(value ?? null);
    const level = levels.get(key) ?? {value, cells: new Map<string, Cell>()};
    levels.set(key, level);
    const own = trialsOf.get(contentKey(parameters)) ?? new Map<number, ComparedTrial>();
    level.cells.set(canonicalJson(others), {others, rows: rowsOf(parameters), trials: own});
  }
  return [...levels.values()].map(({value, cells}) => {
    const all = [...cells.values()];
    const values = all.flatMap(cell => [...cell.trials.values()].map(trial => trial.value));
    return {value, cells, summary: summarize(values), ...countsOf(all, seeds)};
  });
}

/** What became of the trials of some combinations. */
export function countsOf(cells: readonly Cell[], seeds: readonly number[]): TrialCounts {
  const compared = cells.flatMap(({trials}) => seeds.flatMap(seed => trials.get(seed) ?? []));
  const failed = compared.flatMap(({record}) =>
    record.status === 'failed' ? [record.error.message.split('\n')[0]] : [],
  );
  return {
    planned: cells.length * seeds.length,
    finished: compared.length - failed.length,
    failed: failed.length,
    undefinedNumbers: compared.filter(({record, value}) => record.status === 'finished' && value === null).length,
    error: failed[0] ?? null,
    otherErrors: failed.some(error => error !== failed[0]),
  };
}
