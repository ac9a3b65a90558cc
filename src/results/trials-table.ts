import type {ParameterValues} from '../experiment/references.js';
import {fulfils} from './condition.js';
import {bestFirst, metricOf, TABLE_METRICS} from './metric-path.js';
import {columnNames, compareValues, onlyTrials, type TableOptions} from './results-table.js';
import type {RunResults} from './run-results.js';

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
  readonly rows: readonly TrialRow[];
  /** Rows before `top` took the first of them. */
  readonly allRows: number;
}

/** Every trial by itself, in the order of the plan. */
export function trialsTable(all: RunResults, options: Omit<TableOptions, 'by'>): TrialsTable {
  const {metrics, sort, top, filters = []} = options;
  const results = onlyTrials(all, filters);
  const ofMetrics = filters.filter(({name}) => TABLE_METRICS.includes(name));
  const trials = results.trials.filter(trial =>
    ofMetrics.every(condition => fulfils(metricOf(trial, condition.name), condition)),
  );
  const [deciding] = metrics;
  const [bestValue = null] = trials.map(trial => metricOf(trial, deciding)).sort(bestFirst(deciding));
  const rows = trials.map(
    (trial): TrialRow => ({
      id: trial.id,
      parameters: trial.parameters,
      seed: trial.seed,
      values: Object.fromEntries(metrics.map(metric => [metric, metricOf(trial, metric)])),
      epochs: trial.history.length,
      error: trial.status === 'failed' ? trial.error.message : null,
      best: trials.length > 1 && bestValue !== null && metricOf(trial, deciding) === bestValue,
    }),
  );
  const order = sort ?? (top === undefined ? undefined : deciding);
  if (order === 'seed') rows.sort((a, b) => a.seed - b.seed);
  else if (order !== undefined && metrics.includes(order))
    rows.sort((a, b) => bestFirst(order)(a.values[order], b.values[order]));
  else if (order !== undefined) rows.sort((a, b) => compareValues(a.parameters[order], b.parameters[order]));
  return {
    parameterNames: columnNames(results, options.all),
    metrics,
    rows: top === undefined ? rows : rows.slice(0, top),
    allRows: rows.length,
  };
}
