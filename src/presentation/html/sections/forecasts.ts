import type {SeriesOption} from 'echarts';
import {canonicalJson, distinct} from '../../../document/content-hash.js';
import {parametersText} from '../../../document/parameter-value.js';
import type {ParameterValues} from '../../../document/references.js';
import {baselineRecords} from '../../../results/baselines-table.js';
import {type ResultsRow, rankedTable} from '../../../results/results-table.js';
import {combinationsByTrial} from '../../../results/run-results.js';
import {type ForecastPath, forecastRows, type ShownForecasts} from '../../../run/records/forecast-record.js';
import type {Series} from '../../../run/records/series-record.js';
import {type Markup, markup} from '../../markup.js';
import {zoomable} from '../axes.js';
import {type Chart, chartFigure, colorOf} from '../chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {variants} from '../variants.js';

const MOST_SHOWN = 6;

/** What the best combinations forecast for the test split, against what came. */
export const forecasts: Section = {
  id: 'forecasts',
  title: 'Forecasts',
  render(run) {
    const chosen = chosenRows(run).flatMap(row => forecastOf(row, run));
    const paths = pathsMarkup(chosen, run);
    const charts = run.series.flatMap(series => {
      const own = chosen.filter(({shown}) => shown.series === series.key);
      return own.length > 0 ? [seriesChart(series, own, run)] : [];
    });
    if (charts.length === 0) return undefined;
    const [seed] = run.results.seeds;
    const which = run.comparisons[0]
      ? `The best combination of each ${run.comparisons[0].by}`
      : 'The best combinations';
    const beside = distinct(chosen.map(one => autoregressionOf(one, run))).length > 1;
    return markup`<p class="note">${which} by mean ${run.table.chosenBy}, trained with seed ${seed}: the first, not the best one${run.results.manifest.folds ? ', in the last fold' : ''}.${beside ? ' Autoregression is that of the windows of the first one.' : ''} Drag below the chart to zoom.</p>
${paths}${charts}`;
  },
};

/** A network that is shown: what its first trial forecast, and its combination. */
interface Chosen {
  readonly name: string;
  readonly shown: ShownForecasts;
  /** The parameters of its combination, and how many rows ahead it forecasts first. */
  readonly parameters: ParameterValues;
  readonly horizon: number;
}

/** How a line looks. */
interface LineStyle {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly width: number;
  readonly type: 'solid' | 'dashed';
}

/** Forecasts as a chart draws them. */
interface Line extends LineStyle {
  readonly shown: ShownForecasts;
  readonly horizon: number;
}

/** Those of networks, and before them those of baselines: the last known value, and the linear autoregression. */
function linesOf(chosen: readonly Chosen[], naive: ShownForecasts | undefined, run: ReportRun): readonly Line[] {
  const [first] = chosen;
  const autoregression = first && autoregressionOf(first, run);
  const beside = {width: 1, type: 'dashed', horizon: first?.horizon ?? 1} as const;
  return [
    ...(naive ? [{id: 'naive', name: 'naive', color: '#b8860b', shown: naive, ...beside}] : []),
    ...(autoregression
      ? [{id: 'autoregression', name: 'autoregression', color: '#9468bd', shown: autoregression, ...beside}]
      : []),
    ...chosen.map(({name, shown, horizon}, index) => ({
      id: `forecast-${index}`,
      name,
      color: colorOf(index),
      width: 1.5,
      type: 'solid' as const,
      shown,
      horizon,
    })),
  ];
}

/** What the linear autoregression on the same data and windows forecast; undefined where that wasn't kept. */
function autoregressionOf({parameters}: Chosen, {results}: ReportRun): ShownForecasts | undefined {
  return baselineRecords(results, 'autoregression', [parameters])[0]?.forecasts;
}

function lineSeries({id, name, color, width, type}: LineStyle, data: readonly (number | null)[]): SeriesOption {
  return {
    id,
    name,
    type: 'line',
    showSymbol: false,
    connectNulls: true,
    color,
    lineStyle: {width, type},
    data: [...data],
  };
}

const TRUTH: LineStyle = {id: 'truth', name: 'truth', color: '#888888', width: 2.5, type: 'solid'};

/** The legend of a chart of the truth and some lines. */
function legendOf(lines: readonly LineStyle[]): NonNullable<Chart['legend']> {
  return [TRUTH, ...lines].map(({name, color}) => ({name, color}));
}

/** All steps of a forecast, from one origin or another. */
function pathsMarkup(chosen: readonly Chosen[], run: ReportRun): Markup | string {
  const origins = chosen[0]?.shown.paths ?? [];
  const target = run.series[0]?.target ?? 'target';
  const alike = chosen.filter(({shown}) => shown.series === chosen[0].shown.series);
  const views = origins.map(origin => ({
    name: origin.time ?? `row ${origin.row}`,
    content: chartFigure(pathChart(origin, linesOf(alike, naivePath(origin, chosen[0]), run), target)),
  }));
  return views.length === 0 ? '' : variants(`${run.id}-origins`, 'Forecast from', views);
}

/** The last known value, again and again. */
function naivePath(origin: ForecastPath, {shown}: Chosen): ShownForecasts | undefined {
  const known = origin.before.at(-1);
  return known === undefined ? undefined : {...shown, paths: [{...origin, values: origin.truth.map(() => known)}]};
}

/** What was known, what came and what was forecast after one row. */
function pathChart({before, truth, row, time}: ForecastPath, lines: readonly Line[], target: string): Chart {
  const own = lines.flatMap(line => {
    const path = line.shown.paths?.find(one => one.row === row);
    return path ? [{line, path}] : [];
  });
  const ahead = Math.max(...own.map(({line, path}) => line.horizon + path.values.length - 1));
  const labels = [...before.keys()]
    .map(at => String(at + 1 - before.length))
    .concat(Array.from({length: ahead}, (_, at) => `+${at + 1}`));
  /** Numbers of the rows from so many after the last known one on. */
  const behind = (values: readonly number[], horizon: number) =>
    Array.from({length: ahead}, (_, at) => values[at + 1 - horizon] ?? null);
  // What came, up to the end of the farthest forecast.
  const came = own
    .map(({line, path}) => behind(path.truth, line.horizon))
    .reduce((all, some) => all.map((value, at) => value ?? some[at]));
  return {
    title: `${target}: ${truth.length} steps from ${time ?? `row ${row}`}`,
    description: `Line chart of ${target} before and after ${time ?? `row ${row}`}, and of what ${own.map(({line}) => line.name).join('; ')} forecast then.`,
    height: 340,
    legend: legendOf(own.map(({line}) => line)),
    option: {
      ...zoomable(labels),
      legend: {show: false},
      yAxis: {type: 'value', scale: true, name: target, nameTextStyle: {align: 'left'}},
      series: [
        lineSeries(TRUTH, [...before, ...came]),
        ...own.map(({line, path}) =>
          lineSeries(line, [...before.map(() => null), ...behind(path.values, line.horizon)]),
        ),
      ],
    },
  };
}

/** The best row of each compared value, best first, and then the other rows. */
function chosenRows({table, comparisons}: ReportRun): ResultsRow[] {
  const ranked = rankedTable(table).rows.filter(({rank}) => rank !== null);
  const rows = [...ranked.filter(({failed}) => failed === 0), ...ranked.filter(({failed}) => failed > 0)];
  const by = comparisons[0]?.by;
  if (by === undefined) return rows.slice(0, MOST_SHOWN);
  const firsts = new Map<string, ResultsRow>();
  for (const row of rows) {
    const level = canonicalJson(row.parameters[by]);
    if (!firsts.has(level)) firsts.set(level, row);
  }
  return [...firsts.values()].slice(0, MOST_SHOWN);
}

function forecastOf({parameters}: ResultsRow, {results, forecasts, parameterNames}: ReportRun): Chosen[] {
  // Of a row that is of several folds the last one is shown.
  const trial = results.trials.findLast(
    one =>
      one.seed === results.seeds[0] &&
      Object.entries(parameters).every(
        ([name, value]) => canonicalJson(one.parameters[name] ?? null) === canonicalJson(value ?? null),
      ),
  );
  const shown = trial && forecasts.get(trial.id);
  const combination = trial && combinationsByTrial(results).get(trial.id);
  if (!shown || !combination) return [];
  const name = parametersText(parameters, parameterNames) || 'forecast';
  return [{name, shown, parameters: combination.parameters, horizon: combination.experiment.window.horizon}];
}

/**
 * The last known value, as many rows before as are forecast ahead: what every forecast has to beat. Undefined where combinations
 * forecast other numbers of rows ahead.
 */
function naiveForecasts({key, test}: Series, rows: readonly number[], run: ReportRun): ShownForecasts | undefined {
  const horizons = new Set(run.results.manifest.experiment.resolved.map(({experiment}) => experiment.window.horizon));
  const [horizon] = horizons;
  if (horizons.size > 1 || horizon === undefined) return undefined;
  const known = rows.filter(row => row - horizon >= test.begin && row - horizon < test.end);
  return {
    series: key,
    first: rows[0],
    step: 1,
    rows: known,
    values: known.map(row => test.values[row - horizon - test.begin]),
  };
}

function seriesChart(series: Series, chosen: readonly Chosen[], run: ReportRun): Markup {
  const {target, test, name: own} = series;
  // The rows of the first one; others may have fewer or other rows.
  const rows = [...new Set(chosen.flatMap(({shown}) => forecastRows(shown)))]
    .filter(row => row >= test.begin && row < test.end)
    .sort((a, b) => a - b);
  const at = new Map(rows.map((row, index) => [row, index]));
  const onRows = (shown: ShownForecasts) => {
    const points: (number | null)[] = rows.map(() => null);
    forecastRows(shown).forEach((row, index) => {
      const place = at.get(row);
      if (place !== undefined) points[place] = shown.values[index];
    });
    return points;
  };
  const lines = linesOf(chosen, naiveForecasts(series, rows, run), run);
  return chartFigure({
    title: `${own === undefined ? target : `${target} of ${own}`} on the test split: forecast and truth`,
    description: `Line chart of ${target} on the test split and of its forecasts by ${lines.map(({name}) => name).join('; ')}.`,
    height: 380,
    legend: legendOf(lines),
    option: {
      ...zoomable(rows.map(row => test.times?.[row - test.begin] ?? String(row))),
      legend: {show: false},
      yAxis: {type: 'value', scale: true, name: target, nameTextStyle: {align: 'left'}},
      series: [
        lineSeries(
          TRUTH,
          rows.map(row => test.values[row - test.begin]),
        ),
        ...lines.map(line => lineSeries(line, onRows(line.shown))),
      ],
    },
  });
}
