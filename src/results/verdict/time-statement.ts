import {meanOf} from '../../data/statistics.js';
import {canonicalJson} from '../../document/content-hash.js';
import {tableMetric} from '../../experiment/table-metrics.js';
import {type ForecastRecord, forecastRows} from '../../run/records/forecast-record.js';
import type {Series} from '../../run/records/series-record.js';
import type {Comparison} from '../comparison/comparison.js';
import {combinationsByTrial, type RunResults} from '../run-results.js';
import {dieboldMariano} from '../statistics/diebold-mariano.js';
import type {TimeStatement} from './statement.js';

/** What a run's forecasts are, beside its results. */
export interface RunForecasts {
  readonly series: readonly Series[];
  /** By trial id. */
  readonly forecasts: ReadonlyMap<string, ForecastRecord>;
}

/**
 * The two best values of the compared parameter over time: losses of the first seed's forecasts, row by row, averaged over the
 * combinations that both have. Undefined where there are no forecasts of the same rows.
 */
export function timeStatement(
  results: RunResults,
  comparison: Comparison,
  {series, forecasts}: RunForecasts,
): TimeStatement | undefined {
  const [pair] = comparison.differences;
  const metric = tableMetric(comparison.metric);
  if (!pair || metric?.split !== 'test' || series.some(({name}) => name !== undefined)) return undefined;
  if (!isKept(metric, results)) return undefined;
  const lossOf = metric.name === 'mae' ? Math.abs : (error: number) => error * error;
  const [better, worse] = [pair.better, pair.worse].map(value => ofLevel(results, comparison.by, value));
  const truth = new Map(series.map(one => [one.key, one]));
  const rows = new Map<string, {first: number[]; second: number[]; row: number; series: string}>();
  let ahead = 1;
  for (const [others, trial] of better) {
    const other = worse.get(others);
    const [one, two] = [forecasts.get(trial.id), other && forecasts.get(other.id)];
    const known = one && truth.get(one.series);
    if (!one || !two || !known || one.series !== two.series) continue;
    ahead = Math.max(
      ahead,
      Math.ceil((combinationsByTrial(results).get(trial.id)?.experiment.window.horizon ?? 1) / one.step),
    );
    const values = new Map(forecastRows(two).map((row, at) => [row, two.values[at]]));
    forecastRows(one).forEach((row, at) => {
      const [target, value] = [known.test.values[row - known.test.begin], values.get(row)];
      if (target === undefined || value === undefined) return;
      const key = `${one.series} ${row}`;
      const own = rows.get(key) ?? {first: [], second: [], row, series: one.series};
      rows.set(key, own);
      own.first.push(lossOf(one.values[at] - target));
      own.second.push(lossOf(value - target));
    });
  }
  // In time order, fold by fold.
  const begins = new Map(series.map(({key, test}) => [key, test.begin]));
  const inOrder = [...rows.values()].sort(
    (a, b) => (begins.get(a.series) ?? 0) - (begins.get(b.series) ?? 0) || a.row - b.row,
  );
  const told = dieboldMariano(
    inOrder.map(({first}) => meanOf(first)),
    inOrder.map(({second}) => meanOf(second)),
    ahead,
  );
  if (!told) return undefined;
  const {statistic, probability, count} = told;
  const [first, second] = statistic <= 0 ? [pair.better, pair.worse] : [pair.worse, pair.better];
  return {kind: 'time', better: first, worse: second, probability, statistic, count, asOverSeeds: statistic <= 0};
}

/** Forecasts are kept of the first step and the first target alone: a metric of more is another one. */
function isKept({of}: NonNullable<ReturnType<typeof tableMetric>>, {trials}: RunResults): boolean {
  const isFirstStep = of.kind === 'step' && of.step === 1;
  if (of.kind !== 'all' && !isFirstStep) return false;
  return trials.every(
    trial => trial.status === 'failed' || (trial.targets === undefined && (isFirstStep || trial.steps === undefined)),
  );
}

/** The first seed's trials of a level, by what else they are told apart by. */
function ofLevel({trials, seeds}: RunResults, by: string, value: unknown) {
  const own = trials.filter(
    ({seed, parameters}) => seed === seeds[0] && canonicalJson(parameters[by] ?? null) === canonicalJson(value ?? null),
  );
  return new Map(
    own.map(trial => {
      const {[by]: _, ...others} = trial.parameters;
      return [canonicalJson(others), trial] as const;
    }),
  );
}
