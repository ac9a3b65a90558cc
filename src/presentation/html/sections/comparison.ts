import type {SeriesOption} from 'echarts';
import {canonicalJson} from '../../../document/content-hash.js';
import {parameterValue} from '../../../document/parameter-value.js';
import type {Comparison} from '../../../results/comparison/comparison.js';
import {metricOf} from '../../../results/metric-path.js';
import {atMost} from '../../../run/records/thinning.js';
import {nothingToCompare, remarks, sentences} from '../../comparison-text.js';
import {type Markup, markup} from '../../markup.js';
import {comparisonSheet} from '../../sheet/comparison-sheet.js';
import {alongMetric, heightOfRows} from '../axes.js';
import {type Chart, chartFigure, colorOf, drawnBy, rounded} from '../chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';
import {LONG} from '../sortable-rows.js';
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
  const {differences, by, metric, family} = comparison;
  const told =
    differences.length <= MOST_SENTENCES
      ? sentences(comparison)
      : [...sentences(comparison).slice(0, 1), ...remarks(comparison)];
  const areLong = comparison.levels.some(({value}) => parameterValue(value).length >= LONG);
  return markup`${told.map(sentence => markup`<p>${sentence}</p>\n`)}<div class="pair">
${chartFigure(dotsChart(comparison, run))}${chartFigure(intervalsChart(comparison))}</div>
${plainTable(comparisonSheet(comparison), `${by} by ${metric}: each pair of values`)}
<p class="note">One lead per seed: between trials that differ in ${by} alone, averaged over all other parameters. p of a sign-flip permutation test: the chance of a mean lead that large, either way, if ${by} made no difference; the interval inverts that test${family > 1 ? `; both are corrected for ${family} pairs (Holm)` : ''}.${areLong ? ` A name makes a value short, here and in tables: sweep.parameters.${by}: {NAME: ..., OTHER: ...}.` : ''}</p>
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
    const dots = atMost(values, most);
    return {
      id: `dots-${index}`,
      name: names[index],
      type: 'scatter',
      color: colorOf(index),
      symbolSize: 7,
      itemStyle: {opacity: 0.65},
      data: dots.map(number => [rounded(number), index]),
    };
  });
  const means = levels.flatMap(({summary: {mean}}, index) => (mean === null ? [] : [[rounded(mean), index]]));
  return {
    title: `${metric} of single trials; bar: mean`,
    description: `Dots of ${metric}, one per trial, in a row for each ${by}: ${names.join(', ')}.`,
    height: heightOfRows(levels.length),
    option: {
      ...alongMetric(metric, {scale: true}),
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
  const known = differences.flatMap(({better, worse, evidence}) => (evidence ? [{better, worse, ...evidence}] : []));
  const shown = known.slice(0, MOST_INTERVALS);
  const names = shown.map(({better, worse}) => `${parameterValue(better)} over ${parameterValue(worse)}`);
  const more = shown.length < known.length ? `, the first ${shown.length} of ${known.length} pairs` : '';
  return {
    title: `lead in ${metric} with its interval${more}`,
    description: `Mean lead in ${metric} and its interval for each pair of values of ${by}: ${names.join(', ')}.`,
    height: heightOfRows(shown.length),
    option: {
      ...alongMetric(`lead in ${metric}`),
      yAxis: {type: 'category', data: names, inverse: true},
      series: [
        {
          id: 'intervals',
          name: 'interval',
          type: 'custom',
          renderItem: drawnBy('interval'),
          color: colorOf(0),
          encode: {x: [0, 1], y: 2},
          data: shown.flatMap(({interval}, index) => (interval ? [[...interval.map(rounded), index]] : [])),
        },
        {
          id: 'leads',
          name: 'mean lead',
          type: 'scatter',
          symbolSize: 10,
          color: colorOf(0),
          data: shown.map(({lead}, index) => [rounded(lead), index]),
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
