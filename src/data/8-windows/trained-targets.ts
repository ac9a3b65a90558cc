import type {StandardizedData} from '../7-standardize/standardize.js';
import {standardizedTarget} from '../7-standardize/target-scaling.js';
import {lastOffset, type WindowEntry, type Windows} from './windows.js';

/**
 * What a training takes as targets. A window's are the rows start + offsets of a table, one after the other: the target
 * columns, standardized, in the rows that are forecast; or where they are told from the last known value, all of them in the
 * window's last row.
 */
export interface TrainedTargets {
  /** [rows, columns] */
  readonly values: Float32Array;
  readonly columns: number;
  /** Rows, counted from a window's start. */
  readonly offsets: Int32Array;
}

/** Whether targets are told from a window's last known value. */
export function isTransformed({targetScalings}: Pick<StandardizedData, 'targetScalings'>): boolean {
  return targetScalings[0].some(({transform}) => transform !== 'none');
}

/** The targets of a training on some windows: all steps, or of a recursive forecast the first one. */
export function trainedTargets(
  data: StandardizedData,
  windows: Pick<Windows, 'offsets' | 'targetOffsets'>,
  forecast: WindowEntry['forecast'],
): TrainedTargets {
  const offsets = forecast === 'direct' ? windows.targetOffsets : windows.targetOffsets.slice(0, 1);
  if (!isTransformed(data)) return {values: standardizedColumns(data), columns: data.dataset.targets.length, offsets};
  return transformedTable(data, lastOffset(windows), offsets);
}

/** [rows, target columns] */
function standardizedColumns({dataset: {rows, targets, series}, targetScalings}: StandardizedData): Float32Array {
  const numbers = new Float32Array(rows * targets.length);
  series.forEach(({begin, end}, index) => {
    targets.forEach(({values}, column) => {
      const scaling = targetScalings[index][column];
      for (let row = begin; row < end; row++)
        numbers[row * targets.length + column] = standardizedTarget(scaling, values[row], values[row]);
    });
  });
  return numbers;
}

/** For every row that may be a window's last one, all targets of that window: [rows, steps x target columns]. */
function transformedTable(
  {dataset: {rows, targets, series}, targetScalings}: StandardizedData,
  last: number,
  offsets: Int32Array,
): TrainedTargets {
  const columns = offsets.length * targets.length;
  const numbers = new Float32Array(rows * columns);
  series.forEach(({begin, end}, index) => {
    targets.forEach(({values}, target) => {
      const scaling = targetScalings[index][target];
      offsets.forEach((offset, step) => {
        const lag = offset - last;
        for (let row = begin; row + lag < end; row++)
          numbers[row * columns + step * targets.length + target] = standardizedTarget(
            scaling,
            values[row + lag],
            values[row],
          );
      });
    });
  });
  return {values: numbers, columns, offsets: Int32Array.of(last)};
}
