import {invertedForecast, standardizedTarget} from '../../data/7-standardize/target-scaling.js';
import {lastOffset} from '../../data/8-windows/windows.js';
import {seriesAt} from '../../data/series-at.js';
import {remembered} from '../../document/remembered.js';
import {normalizationOf} from '../../model/normalizations/index.js';
import type {BaselineInput} from './baseline.js';
import type {LinearDesign} from './linear-forecast.js';

/** What a window is shifted and scaled by. */
interface ShiftAndScale {
  readonly shift: number;
  readonly scale: number;
}

const NOTHING: ShiftAndScale = {shift: 0, scale: 1};

/** What the windows of an input column, or of a target, are shifted and scaled by, at a row. */
interface WindowShifts {
  ofInput(start: number, column: number): ShiftAndScale;
  ofTarget(start: number, target: number): ShiftAndScale;
}

function windowShifts({data, windows, normalization}: BaselineInput, seriesOf: (row: number) => number): WindowShifts {
  const {dataset, inputs: series, scalings, targetScalings} = data;
  const {offsets} = windows;
  const {onHost} = normalizationOf(normalization.name);
  const {putBack, columns: isNormalized} = normalization;
  const columns = dataset.inputs.length;
  const zeros = scalings[0].map(({transform}) => transform(0));
  const past = new Float64Array(offsets.length);
  // A window is asked for several times: for its inputs, and for the targets among them.
  let last = -1;
  const ofLast = new Map<number, ShiftAndScale>();
  const ofInput = (start: number, column: number): ShiftAndScale => {
    if (!onHost || !isNormalized[column]) return NOTHING;
    if (start !== last) ofLast.clear();
    last = start;
    return remembered(ofLast, column, () => {
      offsets.forEach((offset, at) => {
        past[at] = series[(start + offset) * columns + column];
      });
      return onHost(past, zeros[column]);
    });
  };
  return {
    ofInput,
    ofTarget(start, target) {
      if (!onHost || putBack === 'none') return NOTHING;
      if (putBack !== 'own past') return ofInput(start, putBack[target]);
      const {scaling} = targetScalings[seriesOf(start)][target];
      offsets.forEach((offset, at) => {
        past[at] = scaling.transform(dataset.targets[target].values[start + offset]);
      });
      return onHost(past, scaling.transform(0));
    },
  };
}

/** Everything that a network sees of a window, as it sees it, and a constant: what any network of linear layers is linear in. */
export function seenDesign(input: BaselineInput): LinearDesign {
  const {dataset, inputs: series, targetScalings} = input.data;
  const {inputs, targets} = dataset;
  const {offsets, targetOffsets} = input.windows;
  const [columns, rows, last] = [inputs.length, offsets.length, lastOffset(input.windows)];
  const seriesOf = seriesAt(dataset.series);
  const {ofInput, ofTarget} = windowShifts(input, seriesOf);
  // What a network gives is stretched by the target's scale: so is everything that explains it. Of several targets each error
  // counts in units of its own scale.
  const single = targets.length === 1;
  return {
    inputs: rows * columns + 1,
    outputs: targetOffsets.length * targets.length,
    write(start, x, y) {
      const stretch = single ? ofTarget(start, 0).scale : 1;
      for (let column = 0; column < columns; column++) {
        const {shift, scale} = ofInput(start, column);
        for (let row = 0; row < rows; row++) {
          const value = series[(start + offsets[row]) * columns + column];
          x[row * columns + column] = (stretch * (value - shift)) / scale;
        }
      }
      x[rows * columns] = stretch;
      if (!y) return;
      const scaled = targetScalings[seriesOf(start)];
      targets.forEach(({values}, target) => {
        const {shift, scale} = ofTarget(start, target);
        targetOffsets.forEach((offset, step) => {
          const told = standardizedTarget(scaled[target], values[start + offset], values[start + last]);
          y[step * targets.length + target] = single ? told - shift : (told - shift) / scale;
        });
      });
    },
    finish(start, y) {
      const scaled = targetScalings[seriesOf(start)];
      targets.forEach(({values}, target) => {
        const {shift, scale} = ofTarget(start, target);
        for (let at = target; at < y.length; at += targets.length) {
          const told = single ? y[at] + shift : y[at] * scale + shift;
          y[at] = invertedForecast(scaled[target], told, values[start + last]);
        }
      });
    },
  };
}
