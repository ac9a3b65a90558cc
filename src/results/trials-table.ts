import type {ParameterValues} from '../document/references.js';
import {FOLD} from '../experiment/fold.js';
import {tableMetric} from '../experiment/table-metrics.js';
import {onOtherRows, rankingBy} from './chosen-by.js';
import {fulfils} from './condition.js';
import {hasFolds} from './folds.js';
import {bestFirst, choosingMetric, metricOf} from './metric-path.js';
import {columnNames, compareValues, isEqual, onlyTrials, type TableOptions} from './results-table.js';
import type {RunResults} from './run-results.js';
import type {SharedCount} from './target-rows.js';

/** One trial that ended. */
export interface TrialRow {
  readonly id: string;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly values: Readonly<Record<string, number | null>>;
  /** Epochs that were trained. */
  readonly epochs: number;
  /** Why it failed. */
  readonly error: string | null;
  readonly best: boolean;
}

export interface TrialsTable {
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  /** What decided which trial is best. */
  readonly chosenBy: string;
  /** Whether trials are measured on different target rows. */
  readonly otherRows: boolean;
  /** The target rows that decided which trial is best, where trials were measured on others, too. */
  readonly rankedOn: SharedCount;
  readonly rows: readonly TrialRow[];
  /** Rows before `top` took the first of them. */
  readonly allRows: number;
}

/** Every trial by itself, in the order of the plan. */
export function trialsTable(all: RunResults, options: Omit<TableOptions, 'by'>): TrialsTable {
  const {metrics, sort, top, filters = [], chosenBy = choosingMetric(metrics[0])} = options;
  const results = onlyTrials(all, filters);
  const ofMetrics = filters.filter(({name}) => tableMetric(name));
  const trials = results.trials.filter(trial =>
    ofMetrics.every(condition => fulfils(metricOf(trial, condition.name), condition)),
  );
  const isFolded = hasFolds(results);
  const {rankOf, sharedRows} = rankingBy(results, chosenBy, isFolded);
  const ranks = trials.map(rankOf);
  const [bestValue = null] = ranks.toSorted(bestFirst(chosenBy));
  const isAlone = trials.length > 1 && bestValue !== null && ranks.filter(one => isEqual(one, bestValue)).length === 1;
  const order = new Map(trials.map((trial, index) => [trial.id, ranks[index]]));
  const rows = trials.map(
    (trial, index): TrialRow => ({
      id: trial.id,
      parameters: trial.parameters,
      seed: trial.seed,
      values: Object.fromEntries(metrics.map(metric => [metric, metricOf(trial, metric)])),
      epochs: trial.history.length,
      error: trial.status === 'failed' ? trial.error.message : null,
      best: isAlone && ranks[index] === bestValue,
    }),
  );
  if (sort === undefined) {
    if (top !== undefined) rows.sort((a, b) => bestFirst(chosenBy)(order.get(a.id) ?? null, order.get(b.id) ?? null));
  } else if (sort === 'seed') rows.sort((a, b) => a.seed - b.seed);
  else if (metrics.includes(sort)) rows.sort((a, b) => bestFirst(sort)(a.values[sort], b.values[sort]));
  else rows.sort((a, b) => compareValues(a.parameters[sort], b.parameters[sort]));
  return {
    parameterNames: [...columnNames(results, options.all), ...(isFolded ? [FOLD] : [])],
    metrics,
    chosenBy,
    otherRows: metrics.some(metric => onOtherRows(results, metric, isFolded)),
    rankedOn: sharedRows,
    rows: top === undefined ? rows : rows.slice(0, top),
    allRows: rows.length,
  };
}
