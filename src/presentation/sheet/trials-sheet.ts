import type {TrialsTable} from '../../results/trials-table.js';
import {shortNumber} from '../number.js';
import {bestText, otherRowsNotes, parameterCell} from './results-sheet.js';
import {identityColumn, plainCell, type Sheet} from './sheet.js';

/** One row per trial. */
export function trialsSheet({
  parameterNames,
  metrics,
  chosenBy,
  otherRows,
  rankedOn,
  rows,
  allRows,
}: TrialsTable): Sheet {
  return {
    columns: [
      ...parameterNames.map(identityColumn),
      {name: 'seed', align: 'right', role: 'identity', fields: ['seed']},
      ...metrics.map(name => ({name, align: 'right', role: 'metric', fields: [name]}) as const),
      {name: 'epochs', align: 'right', role: 'count', fields: ['epochs']},
      {name: 'status', align: 'left', role: 'count', fields: ['id', 'status', 'error'], comparedBy: 'status'},
    ],
    rows: rows.map(({id, parameters, seed, values, epochs, error, best}) => ({
      cells: [
        ...parameterNames.map(name => parameterCell(parameters[name])),
        plainCell(seed),
        ...metrics.map(metric => ({text: shortNumber(values[metric]), values: [values[metric]]})),
        plainCell(epochs),
        error === null
          ? {text: 'finished', values: [id, 'finished', null]}
          : {text: `failed: ${error}`, values: [id, 'failed', error]},
      ],
      best,
    })),
    whole: {count: allRows, of: 'trials'},
    notes: [
      ...(rows.some(({best}) => best) ? [bestText('best', chosenBy, rankedOn)] : []),
      ...otherRowsNotes(otherRows, chosenBy, rankedOn),
    ],
  };
}
