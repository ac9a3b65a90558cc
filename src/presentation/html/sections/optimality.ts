import type {SeriesOption} from 'echarts';
import {parametersText} from '../../../document/parameter-value.js';
import {FOLD} from '../../../experiment/fold.js';
import type {Movement} from '../../../results/optimality/movement.js';
import {type Optimality, optimalityOf} from '../../../results/optimality/optimality.js';
import {medianOfKnown} from '../../../results/verdict/trial-groups.js';
import {markup} from '../../markup.js';
import {grouped, percent, shortNumber} from '../../number.js';
import {countColumn, identityColumn, plainCell, type Sheet} from '../../sheet/sheet.js';
import {alongMetric, heightOfRows} from '../axes.js';
import {type Chart, chartFigure, colorOf, rounded} from '../chart.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {plainTable} from '../sheet-table.js';

const MOST_SHOWN = 20;
const MOST_DOTS = 600;

/** How far above the least training loss each trial ended, and in how many distinct optima. */
export const optimality: Section = {
  id: 'optimality',
  title: 'The optimum',
  render(run) {
    const all = optimalityOf(run.results);
    if (all.length === 0) return undefined;
    const shown = all.slice(0, MOST_SHOWN);
    const more =
      all.length > shown.length
        ? markup`<p class="note">The first ${grouped(shown.length)} of ${grouped(all.length)} combinations.</p>\n`
        : '';
    return markup`<p class="note">Of a network that is linear in what it sees, the least training loss is known: it is a problem of least squares. Of others it is the lowest loss that any seed came to. Distinct optima are losses of trials that no longer improved, more than 10 % from each other. With fewer than ten epochs, or weights of an earlier epoch, nobody knows whether they did.</p>
${more}${chartFigure(gapChart(shown, run))}${plainTable(optimaSheet(shown, run), 'Training losses, and how far above the least one they are')}`;
  },
};

function nameOf({parameters}: Optimality, {parameterNames}: ReportRun): string {
  const names = FOLD in parameters ? [...parameterNames, FOLD] : parameterNames;
  return parametersText(parameters, names) || 'the network';
}

/** Every trial as a dot by its training loss; a bar at the least one that is known. */
function gapChart(all: readonly Optimality[], run: ReportRun): Chart {
  const names = all.map(own => nameOf(own, run));
  const most = Math.max(5, Math.floor(MOST_DOTS / all.length));
  const positive = all.every(({best}) => best === null || best > 0);
  return {
    title: `training loss of each trial${positive ? ', on a logarithmic scale' : ''}`,
    description: `Dots of the training loss in the end, one per trial, in a row for each of: ${names.join('; ')}; a bar where the least known one is.`,
    height: heightOfRows(all.length),
    legend: [...dotsOf(all).map(({name, color}) => ({name, color})), {name: 'least known', color: colorOf(2)}],
    option: {
      ...alongMetric('training loss', {scale: true}),
      legend: {show: false},
      ...(positive
        ? {
            xAxis: {
              type: 'log',
              name: 'training loss',
              nameLocation: 'middle',
              nameGap: 26,
              axisLabel: {hideOverlap: true},
            },
          }
        : {}),
      yAxis: {type: 'category', data: names, inverse: true},
      series: gapSeries(all, most),
    },
  };
}

/** Kinds of dots: what a trial did when training ended. */
const DOTS = [
  {id: 'still', name: 'no longer improved', color: colorOf(0), of: ['converged', 'stuck', 'diverged']},
  {id: 'moving', name: 'still improved', color: colorOf(1), of: ['still improving']},
  {id: 'unknown', name: 'not known', color: colorOf(9), of: [null]},
] as const;

/** The kinds that some trials have. */
function dotsOf(all: readonly Optimality[]) {
  const found = new Set(all.flatMap(({trials}) => trials.map(({movement}) => movement)));
  return DOTS.filter(({of}) => of.some(movement => found.has(movement)));
}

/** Dots of trials, and a bar for the least loss of each combination. */
function gapSeries(all: readonly Optimality[], most: number): SeriesOption[] {
  const dots = (of: readonly (Movement | null)[]) =>
    all.flatMap(({trials}, row) =>
      trials
        .filter(({movement}) => of.includes(movement))
        .slice(0, most)
        .flatMap(({loss}) => (loss === null ? [] : [[rounded(loss), row]])),
    );
  const scatter = {type: 'scatter', symbolSize: 7, itemStyle: {opacity: 0.7}} as const;
  return [
    ...dotsOf(all).map(({id, name, color, of}) => ({...scatter, id, name, color, data: dots(of)})),
    {
      id: 'best',
      name: 'least known',
      type: 'scatter',
      symbol: 'rect',
      symbolSize: [3, 22],
      color: colorOf(2),
      data: all.flatMap(({best}, row) => (best === null ? [] : [[rounded(best), row]])),
    },
  ];
}

function optimaSheet(all: readonly Optimality[], run: ReportRun): Sheet {
  return {
    columns: [
      identityColumn('combination'),
      countColumn('least loss'),
      identityColumn('known by'),
      countColumn('median gap'),
      countColumn('forecasts off by'),
      countColumn('converged'),
      countColumn('still improving'),
      countColumn('stuck'),
      identityColumn('distinct optima'),
    ],
    rows: all.map(own => {
      const counts = (movement: string) => own.trials.filter(trial => trial.movement === movement).length;
      return {
        cells: [
          nameOf(own, run),
          own.best === null ? '' : shortNumber(own.best),
          own.optimum === null ? 'the best seed' : 'least squares',
          medianText(
            own.trials.map(({gap}) => gap),
            percent,
          ),
          medianText(
            own.trials.map(({forecastGap}) => forecastGap),
            shortNumber,
          ),
          grouped(counts('converged')),
          grouped(counts('still improving')),
          grouped(counts('stuck')),
          own.clusters.map(({loss, trials}) => `${shortNumber(loss)} (${grouped(trials)})`).join(', '),
        ].map(plainCell),
      };
    }),
    notes: [],
  };
}

function medianText(numbers: readonly (number | null)[], show: (number: number) => string): string {
  const middle = medianOfKnown(numbers);
  return middle === null ? '' : show(middle);
}
