import type {VisualMapComponentOption} from 'echarts';
import {parameterValue} from '../../../document/parameter-value.js';
import {type LayerCourses, layerCourses} from '../../../results/verdict/layer-courses.js';
import {groupedTrials, type SeenLayer} from '../../../results/verdict/trial-groups.js';
import {markup} from '../../markup.js';
import {type Chart, chartFigure, rounded} from '../chart.js';
import type {Section} from '../section.js';
import {variants} from '../variants.js';

const MOST_GROUPS = 8;

/** What is drawn of each layer. */
const MAPS: readonly {
  readonly title: string;
  readonly of: (layer: SeenLayer) => readonly (number | null)[] | undefined;
  /** Shares from 0 to 1; norms by their powers of ten. */
  readonly scale: 'share' | 'powers';
}[] = [
  {title: 'share that is saturated', of: ({saturated}) => saturated, scale: 'share'},
  {title: 'norm of the gradient', of: ({gradient_norm}) => gradient_norm, scale: 'powers'},
];

/** Heat maps of saturation and gradient by layer and epoch. */
export const layers: Section = {
  id: 'layers',
  title: 'Layers while they learned',
  render({id, results}) {
    const courses = layerCourses(groupedTrials(results)).slice(0, MOST_GROUPS);
    if (courses.length === 0) return undefined;
    const views = courses.map(own => ({
      name: own.group.parameter === null ? 'all trials' : parameterValue(own.group.value),
      content: markup`<div class="pair">
${MAPS.flatMap(map => {
  const rows = own.of(map.of);
  return rows.flat().some(value => value !== null) ? [chartFigure(heatMap(own, rows, map))] : [];
})}</div>
`,
    }));
    return markup`<p class="note">Medians over the trials, before the first epoch, after some of them, and in the end; layers from the window (below) to the forecast (above). Saturated is where an activation's slope is less than a hundredth of its steepest; gradients are of the mean loss over one batch of training windows.</p>
${variants(`${id}-layers-of`, courses[0].group.parameter ?? 'Trials', views)}`;
  },
};

/** From one power of ten to another, both told. */
function powersRange(numbers: readonly number[]): VisualMapComponentOption {
  const [min, max] = [Math.floor(Math.min(...numbers, 0)), Math.ceil(Math.max(...numbers, 0))];
  return {min, max, text: [`10^${max}`, `10^${min}`]};
}

/** `rows` are [layer][epoch]. */
function heatMap(
  courses: LayerCourses,
  rows: readonly (readonly (number | null)[])[],
  {title, scale}: (typeof MAPS)[number],
): Chart {
  const told = (value: number) => (scale === 'share' ? value : Math.log10(Math.max(value, 1e-12)));
  const points = rows.flatMap((row, layer) =>
    row.flatMap((value, epoch) => (value === null ? [] : [[epoch, layer, rounded(told(value))]])),
  );
  const numbers = points.map(([, , value]) => value);
  const range: VisualMapComponentOption =
    scale === 'share' ? {min: 0, max: 1, text: ['100 %', '0 %']} : powersRange(numbers);
  return {
    title: scale === 'share' ? title : `${title}, powers of ten`,
    description: `Heat map of ${title} of ${courses.layers.join(', ')} after ${courses.epochs.join(', ')} epochs.`,
    height: 110 + 34 * courses.layers.length,
    option: {
      grid: {left: 8, right: 16, top: 12, bottom: 64, containLabel: true},
      tooltip: {trigger: 'item'},
      xAxis: {type: 'category', data: courses.epochs.map(String), name: 'epochs', nameLocation: 'middle', nameGap: 24},
      yAxis: {type: 'category', data: [...courses.layers]},
      visualMap: {
        ...range,
        type: 'continuous',
        calculable: false,
        orient: 'horizontal',
        left: 'center',
        bottom: 0,
        itemHeight: 140,
        itemWidth: 12,
        inRange: {
          color: scale === 'share' ? ['#e8edf7', '#efb118', '#c0392b'] : ['#c0392b', '#efb118', '#e8edf7', '#4c7be0'],
        },
      },
      series: [{id: 'map', name: title, type: 'heatmap', data: points}],
    },
  };
}
