import {parameterValue} from '../../document/parameter-value.js';
import type {ResultsRow, ResultsTable} from '../../results/results-table.js';
import type {Summary} from '../../results/statistics/summary.js';
import {isComparable, type SharedCount} from '../../results/target-rows.js';
import {counted, withDeviation} from '../number.js';
import {sharedText} from '../shared-rows-text.js';
import type {Cell, Column, Row, Sheet} from './sheet.js';

/** One row per combination: parameters, mean ± standard deviation of each metric, how many trials that is. */
export function resultsSheet({
  parameterNames,
  metrics,
  chosenBy,
  otherRows,
  rankedOn,
  rows,
  allRows,
}: ResultsTable): Sheet {
  return {
    columns: [
      ...parameterNames.map(parameterColumn),
      ...metrics.map(metricColumn),
      {name: 'trials', align: 'right', role: 'count', fields: ['planned', 'finished', 'failed']},
    ],
    rows: rows.map(
      (row): Row => ({
        cells: [
          ...parameterNames.map(name => parameterCell(row.parameters[name])),
          ...metrics.map(metric => summaryCell(row.metrics[metric])),
          {text: trialCount(row), values: [row.planned, row.finished, row.failed]},
        ],
        best: row.best,
      }),
    ),
    whole: {count: allRows, of: 'rows'},
    notes: [
      ...(rows.some(({best}) => best) ? [bestText('best mean', chosenBy, rankedOn)] : []),
      ...(rows.some(row => metrics.some(metric => row.metrics[metric].deviation !== null))
        ? ['± standard deviation over the trials of a row']
        : []),
      ...otherRowsNotes(otherRows, chosenBy, rankedOn),
    ],
  };
}

/** What the star means, with a warning where test chose: who chooses by test has no test left. */
export function bestText(what: string, chosenBy: string, rankedOn: SharedCount): string {
  const rows = typeof rankedOn === 'number' ? ` on the ${counted(rankedOn, 'target row')} that all share` : '';
  const warning = chosenBy.startsWith('test_') ? ', chosen by test: on new data expect less' : '';
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
  return {text, values: [typeof value === 'number' ? value : text]};
}

/** A column of a parameter's values. */
export function parameterColumn(name: string): Column {
  return {name, align: 'left', role: 'identity', fields: [name]};
}

/** A column of means and deviations. */
export function metricColumn(name: string): Column {
  return {name, align: 'right', role: 'metric', fields: [`${name}_mean`, `${name}_deviation`]};
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
