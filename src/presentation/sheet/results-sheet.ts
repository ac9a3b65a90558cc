import {parameterValue} from '../../document/parameter-value.js';
import type {BaselineRow} from '../../results/baselines-table.js';
import type {ResultsRow, ResultsTable} from '../../results/results-table.js';
import type {Summary} from '../../results/statistics/summary.js';
import {isComparable, type SharedCount} from '../../results/target-rows.js';
import {counted, shortNumber, withDeviation} from '../number.js';
import {sharedText} from '../shared-rows-text.js';
import {type Cell, type Column, identityColumn, plainCell, type Row, type Sheet} from './sheet.js';

/** One row per combination: parameters, mean ± standard deviation of each metric, how many trials that is. */
export function resultsSheet({
  parameterNames,
  metrics,
  chosenBy,
  otherRows,
  rankedOn,
  rows,
  allRows,
  baselines,
  judgedBy,
}: ResultsTable): Sheet {
  // Where nothing is varied, a column tells baselines from what was trained.
  const isNamed = baselines.length > 0 && parameterNames.length === 0;
  const identity = isNamed ? ['forecast'] : parameterNames;
  const own = (row: ResultsRow) =>
    isNamed ? [plainCell('network')] : parameterNames.map(name => parameterCell(row.parameters[name]));
  return {
    columns: [
      ...identity.map(identityColumn),
      ...metrics.map(metricColumn),
      {
        name: 'trials',
        align: 'right',
        role: 'count',
        fields: ['planned', 'finished', 'failed'],
        comparedBy: 'finished',
      },
    ],
    rows: [
      ...rows.map(
        (row): Row => ({
          cells: [
            ...own(row),
            ...metrics.map(metric => judgedCell(row, metric, judgedBy)),
            {text: trialCount(row), values: [row.planned, row.finished, row.failed]},
          ],
          best: row.best,
        }),
      ),
      ...baselines.map(
        (baseline): Row => ({
          cells: [
            ...identity.map((parameter, index) =>
              plainCell(index === 0 ? baselineName(baseline, parameter) : toldBy(baseline, parameter)),
            ),
            ...metrics.map(metric => numberCell(baseline.metrics[metric])),
            {text: '', values: [null, null, null]},
          ],
          aside: true,
        }),
      ),
    ],
    whole: {count: allRows, of: 'rows'},
    notes: [
      ...(rows.some(({best}) => best) ? [bestText('best mean', chosenBy, rankedOn)] : []),
      ...(rows.some(row => metrics.some(metric => row.metrics[metric].deviation !== null))
        ? ['± standard deviation over the trials of a row']
        : []),
      ...(rows.some(({against}) => against && !against.beaten)
        ? [`° no better in ${judgedBy} than the best baseline of its data`]
        : []),
      ...(baselines.length > 0
        ? [`the last ${baselines.length} rows are baselines${baselinesOf(baselines, rows)}`]
        : []),
      ...otherRowsNotes(otherRows, chosenBy, rankedOn),
    ],
  };
}

/** What baselines are of. */
function baselinesOf(baselines: readonly BaselineRow[], rows: readonly ResultsRow[]): string {
  if (baselines.some(({of}) => Object.keys(of).length > 0)) return ' on the windows of the rows that they name';
  return rows.length > 1 ? ', averaged over the data of all rows' : '';
}

/** "seasonal-naive (24)", and what the rows that it is beside have in the column that it stands in. */
function baselineName(baseline: BaselineRow, parameter: string): string {
  const {name, season} = baseline;
  const own = toldBy(baseline, parameter);
  const told = [...(own === '' ? [] : [own]), ...(season === null ? [] : [`season ${season}`])];
  return told.length === 0 ? name : `${name} (${told.join(', ')})`;
}

/** What tells the rows that a baseline is beside from others, in a parameter's column. */
function toldBy({of}: BaselineRow, parameter: string): string {
  // A parameter may be called toString.
  return (Object.hasOwn(of, parameter) ? of[parameter] : []).map(parameterValue).join(' or ');
}

/** A metric of a row, marked where the best baseline is as good by it. */
function judgedCell({metrics, against}: ResultsRow, metric: string, judgedBy: string): Cell {
  const cell = summaryCell(metrics[metric]);
  return metric === judgedBy && against && !against.beaten ? {...cell, text: `${cell.text} °`} : cell;
}

/** What the star means, with a warning where test chose: who chooses by test has no test left. */
export function bestText(what: string, chosenBy: string, rankedOn: SharedCount): string {
  const rows = typeof rankedOn === 'number' ? ` on the ${counted(rankedOn, 'target row')} that all share` : '';
  const warning = chosenBy.startsWith('test_') ? ', chosen by test: expect worse on new data' : '';
  return `* ${what} ${chosenBy}${rows}${warning}`;
}

/** What a table has to say where its numbers are of different target rows. */
export function otherRowsNotes(otherRows: boolean, chosenBy: string, rankedOn: SharedCount): readonly string[] {
  return [
    ...(isComparable(rankedOn) ? [] : [`nothing is the best by ${chosenBy}: ${sharedText(rankedOn)}`]),
    ...(otherRows ? ["this table's numbers are of different target rows: don't compare them"] : []),
  ];
}

/** A parameter's value as one would write it; a number stays one. */
export function parameterCell(value: unknown): Cell {
  const text = parameterValue(value);
  // Where there is none, a reader of the CSV finds none.
  return {text, values: [typeof value === 'number' ? value : value === undefined ? null : text]};
}

/** A column of means and deviations. */
export function metricColumn(name: string): Column {
  return {name, align: 'right', role: 'metric', fields: [`${name}_mean`, `${name}_deviation`]};
}

/** A number that has no deviation. */
function numberCell(value: number | null): Cell {
  return {text: shortNumber(value), values: [value, null]};
}

/** A mean and its deviation. */
export function summaryCell({mean, deviation}: Summary): Cell {
  return {text: withDeviation(mean, deviation), values: [mean, deviation]};
}

/** "5", or what is missing: "3 of 5, 1 failed". */
export function trialCount({planned, finished, failed}: Pick<ResultsRow, 'planned' | 'finished' | 'failed'>): string {
  if (finished === planned) return String(planned);
  return `${finished} of ${planned}${failed > 0 ? `, ${failed} failed` : ''}`;
}
