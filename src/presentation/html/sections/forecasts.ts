import type {SeriesOption} from 'echarts';
import {canonicalJson} from '../../../document/content-hash.js';
import {parametersText} from '../../../document/parameter-value.js';
import {type ResultsRow, rankedTable} from '../../../results/results-table.js';
import {type ForecastPath, type ForecastRecord, forecastRows} from '../../../run/records/forecast-record.js';
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
      const own = chosen.filter(({record}) => record.series === series.key);
      return own.length > 0 ? [seriesChart(series, own, horizonOf(run))] : [];
    });
    if (charts.length === 0) return undefined;
    const [seed] = run.results.seeds;
    const which = run.comparisons[0]
      ? `The best combination of each ${run.comparisons[0].by}`
      : 'The best combinations';
    return markup`<p class="note">${which} by mean ${run.table.chosenBy}, trained with seed ${seed}: the first, not the best one. Drag below the chart to zoom.</p>
${paths}${charts}`;
  },
};

/** All steps of a forecast, from one origin or another. */
function pathsMarkup(chosen: readonly Chosen[], {id, series}: ReportRun): Markup | string {
  const [first] = chosen;
  const origins = first?.record.paths ?? [];
  const target = series[0]?.target ?? 'target';
  const views = origins.map(origin => ({
    name: origin.time ?? `row ${origin.row}`,
    content: chartFigure(pathChart(origin, chosen, target)),
  }));
  return views.length === 0 ? '' : variants(`${id}-origins`, 'Forecast from', views);
}

/** What was known, what came and what was forecast after one row. */
function pathChart(origin: ForecastPath, chosen: readonly Chosen[], target: string): Chart {
  const {before, truth, row} = origin;
  const labels = [...before.keys()]
    .map(at => String(at + 1 - before.length))
    .concat(truth.map((_, at) => `+${at + 1}`));
  const behind = (values: readonly number[]) => [...before.map(() => null), ...values];
  const own = chosen.flatMap(({name, record}) => {
    const path = record.paths?.find(one => one.row === row);
    return path && path.values.length === truth.length ? [{name, values: path.values}] : [];
  });
  const line = {type: 'line', showSymbol: false} as const;
  return {
    title: `${target}: ${truth.length} steps from ${origin.time ?? `row ${row}`}`,
    description: `Line chart of ${target} before and after ${origin.time ?? `row ${row}`}, and of what ${own.map(({name}) => name).join('; ')} forecast then.`,
    height: 340,
    legend: [{name: 'truth', color: '#888888'}, ...own.map(({name}, index) => ({name, color: colorOf(index)}))],
    option: {
      ...zoomable(labels),
      legend: {show: false},
      yAxis: {type: 'value', scale: true, name: target, nameTextStyle: {align: 'left'}},
      series: [
        {...line, id: 'truth', name: 'truth', color: '#888888', lineStyle: {width: 2.5}, data: [...before, ...truth]},
        ...own.map(({name, values}, index) => ({
          ...line,
          id: `path-${index}`,
          name,
          color: colorOf(index),
          lineStyle: {width: 1.6},
          data: behind(values),
        })),
      ],
    },
  };
}

interface Chosen {
  readonly name: string;
  readonly record: ForecastRecord;
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
  const record = trial && forecasts.get(trial.id);
  return record ? [{name: parametersText(parameters, parameterNames) || 'forecast', record}] : [];
}

/** How many rows ahead all combinations forecast first; undefined where they differ. */
function horizonOf({results: {manifest}}: ReportRun): number | undefined {
  const horizons = new Set(manifest.experiment.resolved.map(({experiment}) => experiment.window.horizon));
  const [horizon] = horizons;
  return horizons.size === 1 ? horizon : undefined;
}

/** The last known value, as many rows before as are forecast ahead: what every forecast has to beat. */
function naiveLine({test}: Series, rows: readonly number[], horizon: number): SeriesOption {
  return {
    id: 'naive',
    name: 'naive',
    type: 'line',
    showSymbol: false,
    connectNulls: true,
    color: '#b8860b',
    lineStyle: {width: 1, type: 'dashed'},
    data: rows.map(row => test.values[row - horizon - test.begin] ?? null),
  };
}

function seriesChart(series: Series, chosen: readonly Chosen[], horizon: number | undefined): Markup {
  const {target, test, name: own} = series;
  // The rows of the first one; others may have fewer or other rows.
  const rows = [...new Set(chosen.flatMap(({record}) => forecastRows(record)))]
    .filter(row => row >= test.begin && row < test.end)
    .sort((a, b) => a - b);
  const at = new Map(rows.map((row, index) => [row, index]));
  const onRows = (record: ForecastRecord) => {
    const points: (number | null)[] = rows.map(() => null);
    forecastRows(record).forEach((row, index) => {
      const place = at.get(row);
      if (place !== undefined) points[place] = record.values[index];
    });
    return points;
  };
  return chartFigure({
    title: `${own === undefined ? target : `${target} of ${own}`} on the test split: forecast and truth`,
    description: `Line chart of ${target} on the test split and of its forecasts by ${chosen.map(({name}) => name).join('; ')}.`,
    height: 380,
    legend: [
      {name: 'truth', color: '#888888'},
      ...(horizon === undefined ? [] : [{name: 'naive', color: '#b8860b'}]),
      ...chosen.map(({name}, index) => ({name, color: colorOf(index)})),
    ],
    option: {
      ...zoomable(rows.map(row => test.times?.[row - test.begin] ?? String(row))),
      legend: {show: false},
      yAxis: {type: 'value', scale: true, name: target, nameTextStyle: {align: 'left'}},
      series: [
        {
          id: 'truth',
          name: 'truth',
          type: 'line',
          showSymbol: false,
          color: '#888888',
          lineStyle: {width: 2.5},
          data: rows.map(row => test.values[row - test.begin]),
        },
        ...(horizon === undefined ? [] : [naiveLine(series, rows, horizon)]),
        ...chosen.map(({name, record}, index) => ({
          id: `forecast-${index}`,
          name,
          type: 'line' as const,
          showSymbol: false,
          connectNulls: true,
          color: colorOf(index),
          lineStyle: {width: 1.4},
          data: onRows(record),
        })),
      ],
    },
  });
}
