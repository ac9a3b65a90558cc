import {type BaselineForecasts, type BaselineInput, bySplitCompared} from './baseline.js';
import {type LinearRows, type NormalEquations, normalEquations, workOf} from './normal-equations.js';

/** A forecast that is linear in what a window shows: what it is made of, and how its outputs become forecasts. */
export interface LinearDesign {
  readonly inputs: number;
  readonly outputs: number;
  /** Writes what the window at a row shows, the constant last, and what is to be forecast, if that is asked for. */
  write(start: number, inputs: Float64Array, outputs: Float64Array | undefined): void;
  /** Makes forecasts in the targets' own units of the outputs of the window at a row, in place. */
  finish(start: number, outputs: Float64Array): void;
}

/** Multiplications that a baseline may take: some seconds. */
const MOST_WORK = 4e9;

/** What is known of the training windows; undefined where it would take too long. */
export function summedUp({windows}: Pick<BaselineInput, 'windows'>, design: LinearDesign): NormalEquations | undefined {
  const starts = windows.starts.train;
  const rows: LinearRows = {
    rows: starts.length,
    inputs: design.inputs,
    outputs: design.outputs,
    write: (row, inputs, outputs) => design.write(starts[row], inputs, outputs),
  };
  const forecasting = windows.starts.validation.length + windows.starts.test.length;
  const work = workOf(rows) + forecasting * design.inputs * design.outputs + design.inputs ** 3 / 3;
  return work > MOST_WORK ? undefined : normalEquations(rows);
}

/** The forecasts of all windows by some weights, [inputs, outputs]. */
export function linearForecasts(
  {windows}: Pick<BaselineInput, 'windows'>,
  design: LinearDesign,
  weights: Float64Array,
): BaselineForecasts {
  return bySplitCompared(split => someForecasts(windows.starts[split], design, weights));
}

/** Windows that are forecast at a time: weights are read once for all of them. */
const AT_ONCE = 8;

/** The forecasts of some windows, [windows, outputs]. */
function someForecasts(starts: Int32Array, design: LinearDesign, weights: Float64Array): Float64Array {
  const {inputs, outputs, write, finish} = design;
  const made = new Float64Array(starts.length * outputs);
  for (let from = 0; from < starts.length; from += AT_ONCE) {
    const own = starts.subarray(from, from + AT_ONCE);
    const shown = Array.from(own, start => {
      const values = new Float64Array(inputs);
      write(start, values, undefined);
      return values;
    });
    addOutputs(shown, outputs, weights, made.subarray(from * outputs, (from + own.length) * outputs));
  }
  starts.forEach((start, window) => {
    finish(start, made.subarray(window * outputs, (window + 1) * outputs));
  });
  return made;
}

/** Adds what weights make of what windows show to [windows, outputs]. */
function addOutputs(shown: readonly Float64Array[], outputs: number, weights: Float64Array, sums: Float64Array): void {
  for (let input = 0; input < shown[0].length; input++) {
    const from = input * outputs;
    for (let window = 0; window < shown.length; window++) {
      const value = shown[window][input];
      const to = window * outputs;
      for (let output = 0; output < outputs; output++) sums[to + output] += value * weights[from + output];
    }
  }
}

/** The mean squared error of each of some weights on some validation windows: enough to choose by. */
export function validationErrors(
  {windows}: Pick<BaselineInput, 'windows'>,
  design: LinearDesign,
  tried: readonly Float64Array[],
): readonly number[] {
  const {inputs, outputs, write} = design;
  const all = windows.starts.validation;
  const every = Math.ceil(all.length / Math.max(50, Math.floor(5e7 / (inputs * outputs))));
  const starts = all.filter((_, window) => window % every === 0);
  const sums = new Float64Array(tried.length);
  for (let from = 0; from < starts.length; from += AT_ONCE) {
    const own = starts.subarray(from, from + AT_ONCE);
    const targets = new Float64Array(own.length * outputs);
    const shown = Array.from(own, (start, window) => {
      const values = new Float64Array(inputs);
      write(start, values, targets.subarray(window * outputs, (window + 1) * outputs));
      return values;
    });
    tried.forEach((weights, index) => {
      const made = new Float64Array(targets.length);
      addOutputs(shown, outputs, weights, made);
      for (let at = 0; at < made.length; at++) {
        const error = targets[at] - made[at];
        sums[index] += error * error;
      }
    });
  }
  return [...sums].map(sum => sum / (starts.length * outputs));
}
