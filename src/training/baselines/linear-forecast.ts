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
  const {outputs} = design;
  const made = new Float64Array(starts.length * outputs);
  for (let from = 0; from < starts.length; from += AT_ONCE) {
    const own = starts.subarray(from, from + AT_ONCE);
    addOutputs(own, design, weights, made.subarray(from * outputs, (from + own.length) * outputs));
  }
  starts.forEach((start, window) => {
    design.finish(start, made.subarray(window * outputs, (window + 1) * outputs));
  });
  return made;
}

/** Adds what weights make of some windows to [windows, outputs]. */
function addOutputs(starts: Int32Array, design: LinearDesign, weights: Float64Array, sums: Float64Array): void {
  const {inputs, outputs, write} = design;
  const shown = Array.from(starts, start => {
    const own = new Float64Array(inputs);
    write(start, own, undefined);
    return own;
  });
  for (let input = 0; input < inputs; input++) {
    const from = input * outputs;
    for (let window = 0; window < shown.length; window++) {
      const value = shown[window][input];
      const to = window * outputs;
      for (let output = 0; output < outputs; output++) sums[to + output] += value * weights[from + output];
    }
  }
}

/** The mean squared error of some weights on some validation windows: enough to choose by. */
export function validationError(
  {windows}: Pick<BaselineInput, 'windows'>,
  design: LinearDesign,
  weights: Float64Array,
): number {
  const {inputs, outputs, write} = design;
  const all = windows.starts.validation;
  const every = Math.ceil(all.length / Math.max(50, Math.floor(5e7 / (inputs * outputs))));
  const starts = all.filter((_, window) => window % every === 0);
  const shown = new Float64Array(inputs);
  const targets = new Float64Array(outputs);
  let sum = 0;
  for (let from = 0; from < starts.length; from += AT_ONCE) {
    const own = starts.subarray(from, from + AT_ONCE);
    const made = new Float64Array(own.length * outputs);
    addOutputs(own, design, weights, made);
    own.forEach((start, window) => {
      write(start, shown, targets);
      targets.forEach((target, output) => {
        const error = target - made[window * outputs + output];
        sum += error * error;
      });
    });
  }
  return sum / (starts.length * outputs);
}
