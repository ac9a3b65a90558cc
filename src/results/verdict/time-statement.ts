import {meanOf} from '../../data/statistics.js';
import {canonicalJson, distinct} from '../../document/content-hash.js';
import {remembered} from '../../document/remembered.js';
import {tableMetric} from '../../experiment/table-metrics.js';
import {type ForecastRecord, forecastRows} from '../../run/records/forecast-record.js';
import type {Series} from '../../run/records/series-record.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import type {Comparison} from '../comparison/comparison.js';
import {combinationsByTrial, type RunResults} from '../run-results.js';
import {dieboldMariano, type Places} from '../statistics/diebold-mariano.js';
import {dataOf} from './series-data.js';
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
  const losses = new Map<string, Map<number, RowLosses>>();
  let furthest = 1;
  for (const [others, trial] of better) {
    const other = worse.get(others);
    const known = series.find(({key}) => key === forecasts.get(trial.id)?.series);
    if (!other || !known) continue;
    // Folds forecast the same rows of the same data again.
    const data = dataOf(known);
    const ofData = remembered(losses, data, () => new Map<number, RowLosses>());
    for (const paired of pairedLosses(forecasts.get(trial.id), forecasts.get(other.id), known, lossOf)) {
      const own = remembered(ofData, paired.row, () => ({data, row: paired.row, first: [], second: []}));
      own.first.push(paired.first);
      own.second.push(paired.second);
    }
    furthest = Math.max(furthest, ...[trial, other].map(one => horizonOf(results, one)));
  }
  const inOrder = [...losses.values()].flatMap(ofData => [...ofData.values()].sort((a, b) => a.row - b.row));
  const places = placesOf(inOrder);
  const told = dieboldMariano(
    inOrder.map(({first}) => meanOf(first)),
    inOrder.map(({second}) => meanOf(second)),
    Math.ceil(furthest / places.distance),
    places,
  );
  if (!told) return undefined;
  const {statistic, probability, count} = told;
  const [first, second] = statistic <= 0 ? [pair.better, pair.worse] : [pair.worse, pair.better];
  return {kind: 'time', better: first, worse: second, probability, statistic, count, asOverSeeds: statistic <= 0};
}

/** The losses of both sides in a row, one for each combination and fold that forecast it. */
interface RowLosses {
  readonly data: string;
  readonly row: number;
  readonly first: number[];
  readonly second: number[];
}

function horizonOf(results: RunResults, {id}: TrialRecord): number {
  return combinationsByTrial(results).get(id)?.experiment.window.horizon ?? 1;
}

/** The losses of two forecasts of one series in the rows that both have. */
function pairedLosses(
  one: ForecastRecord | undefined,
  two: ForecastRecord | undefined,
  {test}: Series,
  lossOf: (error: number) => number,
): readonly {readonly row: number; readonly first: number; readonly second: number}[] {
  if (!one || !two || one.series !== two.series) return [];
  const values = new Map(forecastRows(two).map((row, at) => [row, two.values[at]]));
  return forecastRows(one).flatMap((row, at) => {
    const [target, value] = [test.values[row - test.begin], values.get(row)];
    if (target === undefined || value === undefined) return [];
    return [{row, first: lossOf(one.values[at] - target), second: lossOf(value - target)}];
  });
}

/** Where rows lie, different data far from each other; two in a row are usually as far apart as the least that two are. */
function placesOf(rows: readonly Pick<RowLosses, 'data' | 'row'>[]): Places {
  const names = distinct(rows.map(({data}) => data));
  const places = rows.map(({data, row}) => names.indexOf(data) * FAR + row);
  const distances = places.slice(1).map((place, at) => place - places[at]);
  return {places, distance: distances.reduce((least, own) => Math.min(least, own), FAR)};
}

/** More rows than any series has. */
const FAR = 2 ** 40;

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
