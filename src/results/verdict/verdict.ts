import type {Comparison} from '../comparison/comparison.js';
import {optimalityOf} from '../optimality/optimality.js';
import type {RunResults} from '../run-results.js';
import {readForecasts, readSeries} from '../run-series.js';
import {echoStatements} from './echo-statements.js';
import {layerStatements} from './layer-statements.js';
import {optimumStatements} from './optimum-statements.js';
import {rangeStatements} from './range-statement.js';
import type {Statement} from './statement.js';
import {suggestions} from './suggestions.js';
import {type RunForecasts, timeStatement} from './time-statement.js';
import {groupedTrials} from './trial-groups.js';

/** What training did, and what it means, in statements of a fixed vocabulary; nothing of what wasn't noted in runs of older versions. Throws NewerFormatError. */
export function verdictOf(
  results: RunResults,
  comparison: Comparison | null,
  forecasts: RunForecasts = {series: readSeries(results.place), forecasts: readForecasts(results.place)},
): readonly Statement[] {
  const groups = groupedTrials(results);
  const time = comparison && timeStatement(results, comparison, forecasts);
  const told: Statement[] = [
    ...(time ? [time] : []),
    ...optimumStatements(groups, optimalityOf(results)),
    ...layerStatements(groups),
    ...echoStatements(results, groups),
    ...rangeStatements(forecasts.series, groups),
  ];
  return [...told, ...suggestions(told, results)];
}
