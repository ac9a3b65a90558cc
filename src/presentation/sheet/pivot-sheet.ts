import {parameterValue} from '../../document/parameter-value.js';
import type {PivotTable} from '../../results/pivot-table.js';
import {metricColumn, otherRowsNotes, parameterCell, summaryCell} from './results-sheet.js';
import {identityColumn, type Sheet} from './sheet.js';

/** One metric, a parameter's values down and another's across. */
export function pivotSheet({metric, otherRows, down, across, cells}: PivotTable): Sheet {
  const rows = cells.map((row, index) => ({
    cells: [
      parameterCell(down.values[index]),
      ...row.map(cell => (cell ? summaryCell(cell.metrics[metric]) : {text: '', values: [null, null]})),
    ],
  }));
  return {
    columns: [
      identityColumn(down.name),
      ...across.values.map(value => metricColumn(`${across.name}=${parameterValue(value)}`)),
    ],
    rows,
    notes: [
      `mean ${metric}, ${down.name} down and ${across.name} across, ± standard deviation over the trials of a cell`,
      ...otherRowsNotes(otherRows, metric, null),
    ],
  };
}
