import {parameterValue} from '../../../document/parameter-value.js';
import {moreIsBetter} from '../../../experiment/table-metrics.js';
import {compareValues, sortTable} from '../../../results/results-table.js';
import {atMost} from '../../../run/records/thinning.js';
import {markup} from '../../markup.js';
import {grouped, shortNumber} from '../../number.js';
import {chartFigure, rounded} from '../chart.js';
import type {Section} from '../section.js';

const MOST_LINES = 1000;
const MOST_CHOICES = 12;
/** The colours from good to bad: plasma's middle, which can be seen on white and on black. */
const COLORS = ['#f0a202', '#e16462', '#b12a90', '#7a5fd0', '#4a7fe0'] as const;

/** One line per combination through its parameters and its metric. */
export const parallelCoordinates: Section = {
  id: 'parallel',
  title: 'Parallel coordinates',
  render({parameterNames, table, metric}) {
    const finished = sortTable(table, metric).rows.filter(row => row.metrics[metric].mean !== null);
    if (parameterNames.length < 2 || finished.length < 2) return undefined;
    const rows = atMost(finished, MOST_LINES);
    const means = rows.map(row => rounded(row.metrics[metric].mean ?? 0));
    const values = parameterNames.map(name =>
      [...new Map(rows.map(({parameters}) => [parameterValue(parameters[name]), parameters[name]])).values()].sort(
        compareValues,
      ),
    );
    const colors = moreIsBetter(metric) ? COLORS.toReversed() : [...COLORS];
    const some =
      rows.length < finished.length ? ` ${grouped(rows.length)} of ${grouped(finished.length)} are drawn.` : '';
    return markup`<p class="note">One line per combination. Drag along an axis to pick a range; click it to let go.${some}</p>
${chartFigure({
  title: `parameters and mean ${metric}`,
  description: `Parallel coordinates: ${rows.length} combinations over ${parameterNames.join(', ')} and ${metric}.`,
  height: 360,
  large: rows.length > 200,
  option: {
    parallel: {left: 40, right: 60, top: 40, bottom: 60},
    parallelAxis: [
      ...parameterNames.map((name, index) =>
        isScale(values[index])
          ? {dim: index, name, type: 'value' as const, scale: true}
          : {dim: index, name, type: 'category' as const, data: values[index].map(parameterValue)},
      ),
      {dim: parameterNames.length, name: metric, type: 'value' as const, scale: true},
    ],
    visualMap: {
      type: 'continuous',
      dimension: parameterNames.length,
      min: Math.min(...means),
      max: Math.max(...means),
      text: [`${shortNumber(Math.max(...means))} ${metric}`, shortNumber(Math.min(...means))],
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      itemHeight: 120,
      calculable: false,
      inRange: {color: colors},
    },
    series: [
      {
        id: 'combinations',
        name: 'combinations',
        type: 'parallel',
        lineStyle: {width: rows.length > 200 ? 1 : 2, opacity: rows.length > 200 ? 0.35 : 0.75},
        data: rows.map((row, index) => [
          ...parameterNames.map((name, at) => {
            const value = row.parameters[name];
            return isScale(values[at]) && typeof value === 'number' ? value : parameterValue(value);
          }),
          means[index],
        ]),
      },
    ],
  },
})}`;
  },
};

/** Many numbers are a scale; a few are names of choices. */
function isScale(values: readonly unknown[]): boolean {
  return values.length > MOST_CHOICES && values.every(value => typeof value === 'number');
}
