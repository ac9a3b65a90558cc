import {TABLE_METRICS} from '../../experiment/table-metrics.js';
import {resultsTable} from '../../results/results-table.js';
import type {RunResults} from '../../results/run-results.js';
import type {RunSummary} from '../../results/run-summary.js';
import type {RunFolder} from '../../run/store/run-folder.js';
import {jsonText} from '../json-text.js';
import {resultsSheet} from './results-sheet.js';
import {sheetCsv} from './sheet-csv.js';
import {sheetMarkdown} from './sheet-markdown.js';

/** Writes a run's tables and comparison into its folder, for people to read and to diff. */
export function writeTables(results: RunResults, {table, comparison}: RunSummary, folder: RunFolder): void {
  const [deciding] = table.metrics;
  const metrics = [deciding, ...TABLE_METRICS.filter(metric => metric !== deciding)];
  folder.write('tableCsv', sheetCsv(resultsSheet(resultsTable(results, {metrics, all: true}))));
  folder.write('tableMarkdown', sheetMarkdown(resultsSheet(table)));
  folder.write('comparison', jsonText(comparison));
}
