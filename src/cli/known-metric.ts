import {TABLE_METRICS, type TableMetric, tableMetric} from '../experiment/table-metrics.js';
import {metricOf} from '../results/metric-path.js';
import type {RunResults} from '../results/run-results.js';
import {InputError} from './exit-codes.js';
import {known} from './options.js';

/** A metric by its name; where there is none, those of all forecasts are named. Throws InputError. */
export function knownMetric(name: string): string {
  return tableMetric(name) ? name : known('metric', name, TABLE_METRICS);
}

/** A metric by its name, which some trial of some runs has if any finished: that of a step or a target may be of none. Throws InputError. */
export function metricOfRuns(name: string, ...runs: readonly RunResults[]): string {
  const metric = tableMetric(knownMetric(name));
  const finished = runs.flatMap(({trials}) => trials.flatMap(trial => (trial.status === 'finished' ? trial : [])));
  if (!metric || isOfAll(metric) || finished.length === 0) return name;
  if (finished.some(trial => metricOf(trial, name) !== null)) return name;
  const [{targets, series, steps}] = finished;
  const counts = (steps?.test.rmse ?? steps?.test.mae)?.length;
  const parts = [
    ...(counts === undefined ? [] : [`@1 to @${counts}`]),
    ...Object.keys(targets?.test ?? {}).map(target => `@${target}`),
    ...(series ? ['@best', '@worst'] : []),
  ];
  const named = parts.length > 0 ? `, and there are ${parts.join(', ')}` : '';
  throw new InputError(`no trial has '${name}'`, `${metric.split}_${metric.name} is of all forecasts${named}`);
}

/** Whether every run has it, unless it is no number. */
function isOfAll({of}: TableMetric): boolean {
  return of.kind === 'all' && of.unit !== 'transformed';
}
