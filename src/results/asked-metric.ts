import {didYouMean} from '../document/did-you-mean.js';
import {TABLE_METRICS, type TableMetric, tableMetric} from '../experiment/table-metrics.js';
import {metricOf} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** Why something can't be asked for, and what can. */
export interface AskedMistake {
  readonly message: string;
  readonly hint: string | undefined;
}

/** Why a metric that somebody asks for is none; undefined where it is one. */
export function metricNameMistake(name: string): AskedMistake | undefined {
  if (tableMetric(name)) return undefined;
  return {message: `there is no metric '${name}'`, hint: didYouMean(name, TABLE_METRICS)};
}

/**
 * Why a metric can't be asked of some runs; undefined where it can. That of a step or a target may be of no trial, while one of
 * all forecasts is of each that finished.
 */
export function askedMetricMistake(name: string, runs: readonly RunResults[]): AskedMistake | undefined {
  const metric = tableMetric(name);
  if (!metric) return metricNameMistake(name);
  const finished = runs.flatMap(({trials}) => trials.flatMap(trial => (trial.status === 'finished' ? trial : [])));
  if (isOfAll(metric) || finished.length === 0) return undefined;
  if (finished.some(trial => metricOf(trial, name) !== null)) return undefined;
  const [{targets, series, steps}] = finished;
  const counts = (steps?.test.rmse ?? steps?.test.mae)?.length;
  const parts = [
    ...(counts === undefined ? [] : [`@1 to @${counts}`]),
    ...Object.keys(targets?.test ?? {}).map(target => `@${target}`),
    ...(series ? ['@best', '@worst'] : []),
  ];
  const named = parts.length > 0 ? `, and there are ${parts.join(', ')}` : '';
  return {message: `no trial has '${name}'`, hint: `${metric.split}_${metric.name} is of all forecasts${named}`};
}

/** Whether every run has it, unless it is no number. */
function isOfAll({of}: TableMetric): boolean {
  return of.kind === 'all' && of.unit !== 'transformed';
}
