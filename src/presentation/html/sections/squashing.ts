import {parameterValue} from '../../../document/parameter-value.js';
import type {ActivationName} from '../../../model/activations/index.js';
import {layerCourses} from '../../../results/verdict/layer-courses.js';
import {groupedTrials} from '../../../results/verdict/trial-groups.js';
import {activationsPlot, CURVE_PLACES, type ToldActivation, toldActivations} from '../../activations-text.js';
import {markup} from '../../markup.js';
import {percent, shortNumber} from '../../number.js';
import type {Panel} from '../../plot/plot.js';
import {countColumn, identityColumn, plainCell, type Sheet} from '../../sheet/sheet.js';
import {chartFigure} from '../chart.js';
import {panelChart} from '../panel-chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';

/** f and f' of the activations that were trained, and which parts of them were really used. */
export const squashing: Section = {
  id: 'squashing',
  title: 'Squashing',
  render(run) {
    const sheet = sharesSheet(run);
    if (sheet.rows.length === 0) return undefined;
    const told = toldActivations(activationsSeen(run.results));
    const charts = activationsPlot(told).panels.map(panel => chartFigure(panelChart(shaded(panel, told))));
    return markup`<div class="pair">
${charts}</div>
${plainTable(sheet, 'Where pre-activations lay in the end: medians over the trials')}
<p class="note">Beyond -1 and 1 tanh squashes; beyond -3 and 3 its slope is next to nothing, and so is the gradient that passes. A dead unit is saturated in every window.</p>
`;
  },
};

/** The parts of the axis that are named in the table; where there is one activation that saturates. */
function shaded(panel: Panel, activations: readonly ToldActivation[]): Panel {
  const saturating = activations.filter(({saturates}) => saturates !== null);
  const {below, above} = saturating.length === 1 ? (saturating[0].saturates ?? {}) : {};
  const [first, last] = [CURVE_PLACES[0], CURVE_PLACES[CURVE_PLACES.length - 1]];
  return {
    ...panel,
    shades: [
      ...(below === undefined || below <= first ? [] : [{name: 'saturated', from: first, to: below}]),
      {name: 'hardly squashed', from: -1, to: 1},
      ...(above === undefined || above >= last ? [] : [{name: 'saturated', from: above, to: last}]),
    ],
  };
}

function sharesSheet({results}: ReportRun): Sheet {
  const courses = layerCourses(groupedTrials(results));
  const [first] = courses;
  return {
    columns: [
      identityColumn(first?.group.parameter ?? 'trials'),
      identityColumn('layer'),
      countColumn('beyond -1 and 1'),
      countColumn('saturated'),
      countColumn("mean of |f'|"),
      countColumn('dead units'),
    ],
    rows: courses.flatMap(own => {
      const [squashed, saturated, slope, dead] = [
        own.end(layer => layer.squashed),
        own.end(layer => layer.saturated),
        own.end(layer => layer.slope),
        own.end(layer => layer.dead),
      ];
      const share = (value: number | null) => (value === null ? '' : percent(value));
      return own.layers.map((layer, at) => ({
        cells: [
          own.group.parameter === null ? 'all' : parameterValue(own.group.value),
          layer,
          share(squashed[at]),
          share(saturated[at]),
          slope[at] === null ? '1' : shortNumber(slope[at]),
          share(dead[at]),
        ].map(plainCell),
      }));
    }),
    notes: [],
  };
}

/** The activations that were looked at in a run. */
function activationsSeen({trials}: ReportRun['results']): readonly ActivationName[] {
  const seen = trials.flatMap(trial => (trial.status === 'finished' ? (trial.diagnostics.seen?.layers ?? []) : []));
  return [...new Set(seen.map(({activation}) => activation))];
}
