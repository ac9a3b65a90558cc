import {canonicalJson} from '../../../document/content-hash.js';
import {parametersText} from '../../../document/parameter-value.js';
import {tableMetric} from '../../../experiment/table-metrics.js';
import {baselineMean} from '../../../results/baselines-table.js';
import {rowParameters} from '../../../results/folds.js';
import {metricOf} from '../../../results/metric-path.js';
import {rankedTable} from '../../../results/results-table.js';
import {type RowGroup, rowGroups} from '../../../results/row-groups.js';
import type {RunResults} from '../../../results/run-results.js';
import {summarize} from '../../../results/statistics/summary.js';
import {markup} from '../../markup.js';
import {zoomable} from '../axes.js';
import {chartFigure, colorOf} from '../chart.js';
import type {Section} from '../section.js';

const MOST_SHOWN = 5;
const SHOWN_BASELINES = ['naive', 'seasonal-naive', 'autoregression'] as const;

/** How the error grows from step to step, of the best combinations and of some baselines. */
export const errorOverStep: Section = {
  id: 'error-over-step',
  title: 'Error over step',
  render(run) {
    const {results, table, parameterNames, metric} = run;
    const steps = mostSteps(results);
    if (steps < 2) return undefined;
    const name = tableMetric(metric)?.name ?? 'rmse';
    const groups = new Map(
      rowGroups(results, rowParameters(results)).map(group => [canonicalJson(group.parameters), group]),
    );
    const best = rankedTable(table)
      .rows.filter(({rank}) => rank !== null)
      .slice(0, MOST_SHOWN);
    const curves = [
      ...best.flatMap(({parameters}, index) => {
        const group = groups.get(canonicalJson(parameters));
        const text = parametersText(parameters, parameterNames) || 'network';
        return group ? [{name: text, color: colorOf(index), width: 1.8, values: meansOf(group, name, steps)}] : [];
      }),
      ...SHOWN_BASELINES.map((baseline, index) => ({
        name: baseline,
        color: ['#888888', '#b8860b', '#9468bd'][index],
        width: 1.2,
        values: stepsOf(steps, step => baselineMean(results, baseline, `test_${name}@${step}`)),
      })),
    ].filter(({values}) => values.some(value => value !== null));
    return markup`${chartFigure({
      title: `test_${name} of each step`,
      description: `Line chart of test_${name} over the ${steps} steps of a forecast, of ${curves.map(one => one.name).join('; ')}.`,
      height: 340,
      legend: curves.map(({name: text, color}) => ({name: text, color})),
      option: {
        ...zoomable(stepsOf(steps, String)),
        legend: {show: false},
        yAxis: {type: 'value', name: `test_${name}`, nameTextStyle: {align: 'left'}},
        series: curves.map((curve, index) => ({
          id: `step-${index}`,
          name: curve.name,
          type: 'line' as const,
          showSymbol: steps <= 30,
          color: curve.color,
          lineStyle: {width: curve.width},
          data: [...curve.values],
        })),
      },
    })}
<p class="note">The best combinations by mean ${table.chosenBy}, each step averaged over trials; step 1 is the first row that is forecast.</p>`;
  },
};

function mostSteps({trials}: RunResults): number {
  return trials.reduce(
    (most, trial) => Math.max(most, trial.status === 'finished' ? (trial.steps?.test.mae?.length ?? 1) : 1),
    1,
  );
}

function meansOf({trials}: RowGroup, name: string, steps: number): readonly (number | null)[] {
  return stepsOf(steps, step => summarize(trials.map(trial => metricOf(trial, `test_${name}@${step}`))).mean);
}

function stepsOf<Of>(steps: number, of: (step: number) => Of): Of[] {
  return Array.from({length: steps}, (_, index) => of(index + 1));
}
