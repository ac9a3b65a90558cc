import type {ResultsTable} from '../results/results-table.js';
import {parameterValue} from './parameter-value.js';

/** The results as CSV, numbers in full precision; empty where there is no number. */
export function resultsCsv({parameterNames, metrics, rows}: ResultsTable): string {
  const head = [
    ...parameterNames,
    'planned',
    'finished',
    'failed',
    ...metrics.flatMap(metric => [`${metric}_mean`, `${metric}_deviation`]),
  ];
  const lines = rows.map(row => [
    ...parameterNames.map(name => parameterValue(row.parameters[name])),
    ...[row.planned, row.finished, row.failed].map(String),
    ...metrics.flatMap(metric =>
      [row.metrics[metric].mean, row.metrics[metric].deviation].map(value => (value === null ? '' : String(value))),
    ),
  ]);
  return `${[head, ...lines].map(line => line.map(quoted).join(',')).join('\n')}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
