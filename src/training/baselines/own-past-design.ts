import {trainingValues} from '../../data/7-standardize/standardize.js';
import {statistics} from '../../data/statistics.js';
import type {BaselineInput} from './baseline.js';
import type {LinearDesign} from './linear-forecast.js';

/** The targets' own past in the window, all targets' of it, and a constant; levels, less their mean, in units of their deviation. */
export function ownPastDesign({data, windows}: BaselineInput): LinearDesign {
  const {targets} = data.dataset;
  const {offsets, targetOffsets} = windows;
  const scaled = targets.map(({values}) => {
    const {mean, deviation} = statistics(trainingValues(values, data.boundaries));
    return {mean, scale: deviation > 0 ? deviation : 1, values};
  });
  const inputs = offsets.length * targets.length + 1;
  const outputs = targetOffsets.length * targets.length;
  const told = (target: number, row: number) => {
    const {mean, scale, values} = scaled[target];
    return (values[row] - mean) / scale;
  };
  return {
    inputs,
    outputs,
    write(start, x, y) {
      let at = 0;
      for (const offset of offsets)
        for (let target = 0; target < targets.length; target++) x[at++] = told(target, start + offset);
      x[at] = 1;
      if (!y) return;
      at = 0;
      for (const offset of targetOffsets)
        for (let target = 0; target < targets.length; target++) y[at++] = told(target, start + offset);
    },
    finish(_, y) {
      for (let at = 0; at < y.length; at++) {
        const {mean, scale} = scaled[at % targets.length];
        y[at] = y[at] * scale + mean;
      }
    },
  };
}
