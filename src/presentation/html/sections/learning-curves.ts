import type {SeriesOption} from 'echarts';
import {distinct} from '../../../document/content-hash.js';
import {groupBy} from '../../../document/group-by.js';
import {parametersText, parameterValue} from '../../../document/parameter-value.js';
import {atMost, everyNth, thinned} from '../../../run/records/thinning.js';
import type {TrialRecord} from '../../../run/records/trial-record.js';
import {markup} from '../../markup.js';
import {grouped} from '../../number.js';
import {type Chart, type CurvePool, chartFigure, colorOf, drawnBy, rounded, type Singles} from '../chart.js';
import {jsonScript} from '../json-script.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {variants} from '../variants.js';

/** Single curves that the page carries, points of each, points of a band, and groups that can be told apart. */
const MOST_SINGLES = 500;
const MOST_POINTS = 40;
const MOST_BAND_POINTS = 100;
const MOST_GROUPS = 12;

const LOSSES = [
  {key: 'validation_loss', title: 'Validation loss'},
  {key: 'loss', title: 'Training loss'},
] as const;
type Loss = (typeof LOSSES)[number]['key'];

/** Mean loss per epoch and its range, by the values of a parameter; single trials appear when one points at a mean. */
export const learningCurves: Section = {
  id: 'curves',
  title: 'Learning curves',
  render(run) {
    const trials = run.results.trials.filter(({history}) => history.length > 0);
    if (trials.length === 0) return undefined;
    const carried = atMost(trials, MOST_SINGLES);
    const views = groupings(run).map(({name, groupOf}) => ({
      name,
      content: markup`<div class="pair">
${LOSSES.map(loss => chartFigure(lossChart(loss, trials, carried, groupOf, run.id)))}</div>
`,
    }));
    const some =
      carried.length < trials.length ? ` (${grouped(carried.length)} of ${grouped(trials.length)} trials)` : '';
    return markup`<p class="note">Line: mean over the trials that were still training, in standardized units. Band: from the lowest to the highest. Point at a line, or focus its button, to see its single trials${some}.</p>
${LOSSES.map(({key}) => jsonScript(poolOf(carried, key), `${run.id}-${key}`))}
${variants(`${run.id}-curves-by`, 'Group by', views)}`;
  },
};

interface Grouping {
  readonly name: string;
  readonly groupOf: (trial: TrialRecord) => string;
}

/** The views of the curves: by each parameter with a few values, the compared one first; by combination where there are few; else all in one. */
function groupings({comparisons, parameterNames, table}: ReportRun): Grouping[] {
  const names = [...new Set([...comparisons.map(({by}) => by), ...parameterNames])];
  const by = names
    .filter(name => distinct(table.rows.map(({parameters}) => parameters[name])).length <= MOST_GROUPS)
    .map((name): Grouping => ({name, groupOf: ({parameters}) => parameterValue(parameters[name])}));
  const combination: Grouping = {
    name: 'combination',
    groupOf: ({parameters}) => parametersText(parameters, names),
  };
  if (names.length > 1 && table.rows.length <= MOST_GROUPS) by.push(combination);
  return by.length > 0 ? by : [{name: 'nothing', groupOf: () => 'all trials'}];
}

function lossChart(
  {key, title}: (typeof LOSSES)[number],
  trials: readonly TrialRecord[],
  carried: readonly TrialRecord[],
  groupOf: Grouping['groupOf'],
  id: string,
): Chart {
  const groups = groupBy(trials, groupOf);
  const names = [...groups.keys()];
  const bands = names.map(name => band(groups.get(name) ?? [], key));
  const positive = bands.every(points => points.every(({low}) => low > 0));
  const singles: Singles = {
    pool: `${id}-${key}`,
    groups: Object.fromEntries(
      names.map(name => [name, carried.flatMap((trial, index) => (groupOf(trial) === name ? [index] : []))]),
    ),
  };
  return {
    title: `${title}${positive ? ', on a logarithmic scale' : ''}`,
    description: `Line chart of the ${title.toLowerCase()} per epoch, one line with a band for each of: ${names.join(', ')}.`,
    height: 320,
    legend: names.map((name, index) => ({name, color: colorOf(index)})),
    singles,
    option: {
      grid: {left: 8, right: 16, top: 16, bottom: 28, containLabel: true},
      tooltip: {trigger: 'axis'},
      legend: {show: false},
      xAxis: {
        type: 'value',
        name: 'epoch',
        nameLocation: 'middle',
        nameGap: 24,
        min: 1,
        minInterval: 1,
        max: 'dataMax',
      },
      yAxis: {type: positive ? 'log' : 'value', scale: true, axisLabel: {hideOverlap: true}},
      series: names.flatMap((name, index) => bandSeries(name, index, bands[index])),
    },
  };
}

/** The band of a group first, so that lines are drawn over it. */
function bandSeries(name: string, index: number, points: readonly BandPoint[]): SeriesOption[] {
  return [
    {
      id: `band-${index}`,
      name,
      type: 'custom',
      renderItem: drawnBy('band'),
      silent: true,
      color: colorOf(index),
      tooltip: {show: false},
      encode: {x: 0, y: [1, 2]},
      data: points.map(({epoch, low, high}) => [epoch, low, high]),
      z: 1,
    },
    {
      id: `mean-${index}`,
      name,
      type: 'line',
      color: colorOf(index),
      showSymbol: points.length === 1,
      symbolSize: 5,
      triggerLineEvent: true,
      lineStyle: {width: 2},
      data: points.map(({epoch, mean}) => [epoch, mean]),
      z: 3,
    },
  ];
}

interface BandPoint {
  readonly epoch: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean, lowest and highest loss of each epoch; losses that are no number (a training that diverged) are left out. */
function band(trials: readonly TrialRecord[], key: Loss): BandPoint[] {
  const epochs = Math.max(...trials.map(({history}) => history.length));
  const step = everyNth(epochs, MOST_BAND_POINTS);
  const points: BandPoint[] = [];
  for (let index = 0; index < epochs; index += step) {
    const losses = trials.map(({history}) => history[index]?.[key]).filter(isNumber);
    if (losses.length === 0) continue;
    let [sum, low, high] = [0, losses[0], losses[0]];
    for (const loss of losses) {
      sum += loss;
      low = Math.min(low, loss);
      high = Math.max(high, loss);
    }
    points.push({epoch: index + 1, mean: rounded(sum / losses.length), low: rounded(low), high: rounded(high)});
  }
  return points;
}

/** The curves of single trials, every `step`-th epoch from the first on; to 4 digits, since there are many. */
function poolOf(trials: readonly TrialRecord[], key: Loss): CurvePool {
  const step = everyNth(Math.max(...trials.map(({history}) => history.length)), MOST_POINTS);
  const curve = ({history}: TrialRecord) =>
    thinned(history, step).map(({[key]: loss}) => (isNumber(loss) ? Number(loss.toPrecision(4)) : null));
  return {step, curves: trials.map(curve)};
}

/** An infinite loss is null in the journal. */
function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
