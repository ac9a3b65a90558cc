import {parametersText} from '../../document/parameter-value.js';
import {diffRuns, type RunDiff} from '../../results/diff/diff-runs.js';
import type {ResultsRow} from '../../results/results-table.js';
import {cellsSheet, changeLines, summaryText, toneOf} from '../diff-text.js';
import {type Markup, markup} from '../markup.js';
import {alongMetric, heightOfRows} from './axes.js';
import {chartFigure, colorOf, drawnBy, rounded} from './chart.js';
import type {ReportRun} from './report-run.js';
import {plainTable} from './sheet-table.js';

const MOST_ROWS = 60;

/** Several runs: the means of each side by side, and what changed from the first to each other one. */
export function runsCompared(runs: readonly ReportRun[], titles: readonly string[]): Markup {
  const [first, ...others] = runs;
  const diffs = others.map(other =>
    diffRuns(first.results, other.results, {metrics: [...new Set([...first.table.metrics])], tolerances: []}),
  );
  return markup`${meansChart(runs, titles)}
${diffs.map((diff, index) => changesMarkup(diff, titles[0], titles[index + 1]))}`;
}

/** A dot per run and row, with a bar of one standard deviation to both sides. */
function meansChart(runs: readonly ReportRun[], titles: readonly string[]): Markup {
  const [{metric}] = runs;
  const shown = [...new Set(runs.flatMap(({parameterNames}) => parameterNames))];
  const nameOf = ({parameters}: ResultsRow) => parametersText(parameters, shown) || 'the only row';
  const names = [...new Set(runs.flatMap(({table}) => table.rows.map(nameOf)))].slice(0, MOST_ROWS);
  const at = new Map(names.map((name, index) => [name, index]));
  const shift = (run: number) => (run - (runs.length - 1) / 2) * Math.min(0.2, 0.8 / runs.length);
  const points = runs.map(({table}, run) =>
    table.rows.flatMap(row => {
      const place = at.get(nameOf(row));
      const {mean, deviation} = row.metrics[metric] ?? {mean: null, deviation: null};
      if (place === undefined || mean === null) return [];
      return [
        {
          mean: rounded(mean),
          low: rounded(mean - (deviation ?? 0)),
          high: rounded(mean + (deviation ?? 0)),
          y: place + shift(run),
        },
      ];
    }),
  );
  return chartFigure({
    title: `mean ${metric} ± standard deviation, by combination and run`,
    description: `Mean ${metric} of ${names.length} combinations in ${runs.length} runs.`,
    height: heightOfRows(names.length, Math.max(28, 14 * runs.length)),
    legend: titles.map((name, index) => ({name, color: colorOf(index)})),
    option: {
      ...alongMetric(metric, {scale: true, axisLine: {onZero: false}}),
      legend: {show: false},
      yAxis: [
        {type: 'category', data: names, inverse: true},
        {type: 'value', min: -0.5, max: names.length - 0.5, inverse: true, show: false},
      ],
      series: runs.flatMap((_, run) => [
        {
          id: `deviations-${run}`,
          name: titles[run],
          type: 'custom' as const,
          yAxisIndex: 1,
          renderItem: drawnBy('interval'),
          color: colorOf(run),
          encode: {x: [0, 1], y: 2},
          data: points[run].map(({low, high, y}) => [low, high, y]),
        },
        {
          id: `means-${run}`,
          name: titles[run],
          type: 'scatter' as const,
          yAxisIndex: 1,
          symbolSize: 8,
          color: colorOf(run),
          data: points[run].map(({mean, y}) => [mean, y]),
        },
      ]),
    },
  });
}

function changesMarkup(diff: RunDiff, old: string, now: string): Markup {
  const sheet = cellsSheet(diff);
  const rows = sheet.rows.slice(0, MOST_ROWS);
  return markup`<h3>${old} → ${now}</h3>
<p class="${toneOf(diff)}">${summaryText(diff)}</p>
${changeLines(diff).map(
  ({title, lines}) => markup`<h4>${title}</h4>\n<ul>${lines.map(line => markup`<li>${line}</li>`)}</ul>\n`,
)}${rows.length > 0 && plainTable({...sheet, rows}, `${old} → ${now}: cells that changed`)}
`;
}
