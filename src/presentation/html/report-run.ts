import {distinct} from '../../document/content-hash.js';
import {compare} from '../../results/comparison/compare.js';
import type {Comparison} from '../../results/comparison/comparison.js';
import {type Expectations, judge} from '../../results/expectations.js';
import {columnNames, type ResultsTable, resultsTable} from '../../results/results-table.js';
import type {RunResults} from '../../results/run-results.js';
import {readForecasts, readSeries} from '../../results/run-series.js';
import {comparedMetric, usualMetrics} from '../../results/usual-metrics.js';
import type {Statement} from '../../results/verdict/statement.js';
import {verdictOf} from '../../results/verdict/verdict.js';
import type {ForecastRecord} from '../../run/records/forecast-record.js';
import type {Series} from '../../run/records/series-record.js';

/** A run as a report shows it. */
export interface ReportRun {
  /** Begins the ids of everything that is about this run. */
  readonly id: string;
  readonly results: RunResults;
  /** Parameters that differ between combinations. */
  readonly parameterNames: readonly string[];
  /** The metric that the experiment's question is about. */
  readonly metric: string;
  readonly table: ResultsTable;
  /** The comparisons by every parameter that differs; the one that the experiment asks for comes first. */
  readonly comparisons: readonly Comparison[];
  readonly expectations: Expectations;
  readonly verdict: readonly Statement[];
  /** None in a run of a version that didn't keep them. */
  readonly series: readonly Series[];
  /** The forecasts by trial id. */
  readonly forecasts: ReadonlyMap<string, ForecastRecord>;
  /** Lines of the file of forecasts, counted from 1, that are none. */
  readonly badForecasts: readonly number[];
}

/** More values than these are compared in nobody's head. */
const MOST_LEVELS = 20;

/** Gathers what a report shows of a run. */
export function reportRun(results: RunResults, id: string): ReportRun {
  const metrics = usualMetrics(results);
  const metric = comparedMetric(results);
  const {comparison} = results.manifest;
  const parameterNames = columnNames(results);
  const table = resultsTable(results, {metrics});
  const compared = [...new Set([...(comparison ? [comparison.by] : []), ...parameterNames])].filter(
    name => levelsOf(results, name) <= MOST_LEVELS,
  );
  const badForecasts: number[] = [];
  const series = readSeries(results.place);
  const forecasts = readForecasts(results.place, line => badForecasts.push(line));
  const comparisons = compared.map(by => compare(results, by, metric));
  const asked = comparison ? (comparisons[0] ?? null) : null;
  return {
    id,
    results,
    parameterNames,
    metric,
    table,
    comparisons,
    expectations: judge(results),
    verdict: verdictOf(results, asked, {series, forecasts}),
    series,
    forecasts,
    badForecasts,
  };
}

function levelsOf({combinations}: RunResults, name: string): number {
  return distinct(combinations.map(parameters => parameters[name])).length;
}
