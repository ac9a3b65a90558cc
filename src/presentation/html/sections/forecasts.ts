import {canonicalJson} from '../../../document/content-hash.js';
import {parametersText} from '../../../document/parameter-value.js';
import {type ResultsRow, rankedTable} from '../../../results/results-table.js';
import {type ForecastRecord, forecastRows} from '../../../run/records/forecast-record.js';
import type {Series} from '../../../run/records/series-record.js';
import {type Markup, markup} from '../../markup.js';
import {zoomable} from '../axes.js';
import {chartFigure, colorOf} from '../chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';

const MOST_SHOWN = 6;

/** What the best combinations forecast for the test split, against what came. */
export const forecasts: Section = {
  id: 'forecasts',
  title: 'Forecasts',
  render(run) {
    const chosen = chosenRows(run).flatMap(row => forecastOf(row, run));
    const charts = run.series.flatMap(series => {
      const own = chosen.filter(({record}) => record.series === series.key);
      return own.length > 0 ? [seriesChart(series, own)] : [];
    });
    if (charts.length === 0) return undefined;
    const [seed] = run.results.seeds;
    const which = run.comparisons[0]
      ? `The best combination of each ${run.comparisons[0].by}`
      : 'The best combinations';
    return markup`<p class="note">${which} by mean ${run.table.chosenBy}, trained with seed ${seed}: the first, not the best one. Drag below the chart to zoom.</p>
${charts}`;
  },
};

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
  const wanted = canonicalJson(parameters);
  const trial = results.trials.find(one => one.seed === results.seeds[0] && canonicalJson(one.parameters) === wanted);
  const record = trial && forecasts.get(trial.id);
  return record ? [{name: parametersText(parameters, parameterNames) || 'forecast', record}] : [];
}

function seriesChart({target, test, name: own}: Series, chosen: readonly Chosen[]): Markup {
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
    legend: [{name: 'truth', color: '#888888'}, ...chosen.map(({name}, index) => ({name, color: colorOf(index)}))],
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
