import type {SeriesOption} from 'echarts';
import {canonicalJson} from '../../../experiment/content-hash.js';
import {parameterValue} from '../../../experiment/parameter-value.js';
import type {Comparison} from '../../../results/comparison.js';
import {metricOf} from '../../../results/metric-path.js';
import {everyNth, thinned} from '../../../run/thinning.js';
import {nothingToCompare, sentences} from '../../comparison-text.js';
import {type Markup, markup} from '../../markup.js';
import {comparisonSheet} from '../../sheet/comparison-sheet.js';
import {type Chart, chartFigure, colorOf, drawnBy} from '../chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';
import {variants} from '../variants.js';

const MOST_SENTENCES = 3;
const MOST_INTERVALS = 30;
const MOST_DOTS = 500;

/** Each value of a parameter against each other, pair by pair, with intervals; by every parameter that differs. */
export const comparison: Section = {
  id: 'comparison',
  title: 'Comparison',
  render(run) {
    const views = run.comparisons.map(one => ({name: one.by, content: comparisonMarkup(one, run)}));
    return views.length === 0 ? undefined : variants(`${run.id}-compare-by`, 'Compare by', views);
  },
};

function comparisonMarkup(comparison: Comparison, run: ReportRun): Markup {
  const nothing = nothingToCompare(comparison);
  if (nothing) return markup`<p>${nothing}</p>\n`;
  const {differences, by, metric} = comparison;
  const told = differences.length <= MOST_SENTENCES ? sentences(comparison) : sentences(comparison).slice(0, 1);
  return markup`${told.map(sentence => markup`<p>${sentence}</p>\n`)}<div class="pair">
${chartFigure(dotsChart(comparison, run))}${chartFigure(intervalsChart(comparison))}</div>
${plainTable(comparisonSheet(comparison), `${by} by ${metric}: each pair of values`)}
<p class="note">Pairs are trials that differ in ${by} alone, seed included. 95 % bootstrap intervals of the mean lead; p of a paired permutation test: the chance of a lead that large, either way, if ${by} made no difference.</p>
`;
}

/** Every trial as a dot, by value, and the means. */
function dotsChart({by, metric, levels}: Comparison, {results}: ReportRun): Chart {
  const names = levels.map(({value}) => parameterValue(value));
  const most = Math.max(10, Math.floor(MOST_DOTS / levels.length));
  const series = levels.map(({value}, index): SeriesOption => {
    const wanted = canonicalJson(value);
    const values = results.trials
      .filter(({parameters}) => canonicalJson(parameters[by]) === wanted)
      .map(trial => metricOf(trial, metric))
      .filter(number => number !== null);
    const dots = thinned(values, everyNth(values.length, most));
    return {
      id: `dots-${index}`,
      name: names[index],
      type: 'scatter',
      color: colorOf(index),
      symbolSize: 7,
      itemStyle: {opacity: 0.65},
      data: dots.map(number => [Number(number.toPrecision(5)), index]),
    };
  });
  const means = levels.flatMap(({summary: {mean}}, index) =>
    mean === null ? [] : [[Number(mean.toPrecision(5)), index]],
  );
  return {
    title: `${metric} of single trials; bar: mean`,
    description: `Dots of ${metric}, one per trial, in a row for each ${by}: ${names.join(', ')}.`,
    height: 90 + 36 * levels.length,
    option: {
      grid: {left: 8, right: 20, top: 12, bottom: 36, containLabel: true},
      tooltip: {trigger: 'item'},
      xAxis: {
        type: 'value',
        scale: true,
        name: metric,
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: {hideOverlap: true},
      },
      yAxis: {type: 'category', data: names, inverse: true},
      series: [
        ...series,
        {
          id: 'means',
          name: 'mean',
          type: 'scatter',
          symbol: 'rect',
          symbolSize: [3, 24],
          color: '#888888',
          data: means,
        },
      ],
    },
  };
}

/** The mean lead of each pair of values with its interval; one that reaches over 0 may be chance. */
function intervalsChart({by, metric, differences}: Comparison): Chart {
  const shown = differences.slice(0, MOST_INTERVALS);
  const names = shown.map(({better, worse}) => `${parameterValue(better)} over ${parameterValue(worse)}`);
  const more = shown.length < differences.length ? `, the first ${shown.length} of ${differences.length} pairs` : '';
  return {
    title: `lead in ${metric} with its 95 % interval${more}`,
    description: `Mean lead in ${metric} and its 95 percent interval for each pair of values of ${by}: ${names.join(', ')}.`,
    height: 90 + 36 * shown.length,
    option: {
      grid: {left: 8, right: 20, top: 12, bottom: 36, containLabel: true},
      tooltip: {trigger: 'item'},
      xAxis: {
        type: 'value',
        name: `lead in ${metric}`,
        nameLocation: 'middle',
        nameGap: 26,
        axisLabel: {hideOverlap: true},
      },
      yAxis: {type: 'category', data: names, inverse: true},
      series: [
        {
          id: 'intervals',
          name: '95 % interval',
          type: 'custom',
          renderItem: drawnBy('interval'),
          color: colorOf(0),
          encode: {x: [0, 1], y: 2},
          data: shown.flatMap(({interval}, index) =>
            interval ? [[...interval.map(bound => Number(bound.toPrecision(5))), index]] : [],
          ),
        },
        {
          id: 'leads',
          name: 'mean lead',
          type: 'scatter',
          symbolSize: 10,
          color: colorOf(0),
          data: shown.map(({lead}, index) => [Number(lead.toPrecision(5)), index]),
          markLine: {
            silent: true,
            symbol: 'none',
            label: {show: false},
            lineStyle: {color: '#888888', type: 'dashed'},
            data: [{xAxis: 0}],
          },
        },
      ],
    },
  };
}
