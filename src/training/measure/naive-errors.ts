import type {StandardizedData} from '../../data/7-standardize/standardize.js';
import {lagsOf, type Windows} from '../../data/8-windows/windows.js';
import {lagPairs} from '../../data/lag-pairs.js';
import {type Unit, valueIn} from './units.js';

/**
 * For each series, [steps x targets]: the mean absolute error of forecasting the value of as many rows before as a step lies ahead,
 * over all training rows that have one, none across a break. No setting of the window but its horizon changes it, so that windows
 * can be compared.
 */
export function naiveErrors(data: StandardizedData, windows: Windows, unit: Unit): readonly Float64Array[] {
  const {dataset, boundaries, targetScalings} = data;
  return boundaries.map(({train}, series) => {
    const errors = lagsOf(windows).flatMap(lag => {
      const rows = lagPairs(train, lag, dataset.breaks);
      return dataset.targets
        .map(({values}, target) => {
          const seen = (row: number, last: number) =>
            valueIn(unit, targetScalings[series][target], values[row], values[last]);
          return rows.reduce((sum, row) => sum + Math.abs(seen(row, row - lag) - seen(row - lag, row - lag)), 0);
        })
        .map(sum => sum / rows.length);
    });
    return Float64Array.from(errors);
  });
}
