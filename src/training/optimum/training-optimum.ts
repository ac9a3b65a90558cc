import {normalizationOf} from '../../model/normalizations/index.js';
import type {LinearRows} from '../baselines/normal-equations.js';
import {seenDesign} from '../baselines/seen-design.js';
import type {TrainingSetup} from '../setup.js';
import {leastSquares} from './least-squares.js';
import {type LinearNetwork, linearNetwork} from './linear-network.js';

/** The global optimum of a training. */
export interface TrainingOptimum {
  /** The least mean squared error over the training windows, in the units that are trained in, that single precision can tell from 0. */
  readonly loss: number;
  /** How many independent things windows say, of those that fit through the narrowest layer. */
  readonly rank: number;
}

/** Rounding of single precision, in which networks see and learn: what inputs say beyond it is noise, and no loss is less. */
const SINGLE = 2 ** -23;

/** Multiplications that solving may take: a few seconds. */
const MOST_WORK = 1e9;
/** Numbers of the matrix that is solved: some hundred megabytes. */
const MOST_NUMBERS = 1e7;

type Setup = Pick<TrainingSetup, 'data' | 'windows' | 'normalization' | 'graph' | 'training' | 'forecast' | 'targets'>;

/** The network of a training whose optimum has a closed form: what decides about it besides data and windows; undefined where there is no closed form, or it would take too long. */
export function solvableNetwork(setup: Setup): LinearNetwork | undefined {
  const {data, windows, normalization} = setup;
  const network = linearNetwork(setup);
  if (!network) return undefined;
  // Errors of several targets, each stretched by its own window, are no least squares of one matrix.
  if (isStretching(normalization) && data.dataset.targets.length > 1) return undefined;
  const {inputs, outputs} = seenDesign({data, windows, normalization, season: undefined});
  const width = inputs + outputs;
  const work = 2 * Math.max(windows.starts.train.length, width) * width ** 2 + 10 * width ** 3;
  return work > MOST_WORK || windows.starts.train.length * width > MOST_NUMBERS ? undefined : network;
}

function isStretching({name, putBack}: Setup['normalization']): boolean {
  const {onHost} = normalizationOf(name);
  return putBack !== 'none' && onHost !== undefined && onHost(Float64Array.of(3, 5, 11), 0).scale !== 1;
}

/** The least training loss of a linear network, by least squares over what it sees of each training window. */
export function trainingOptimum({data, windows, normalization}: Setup, network: LinearNetwork): TrainingOptimum {
  const {inputs, outputs, write} = seenDesign({data, windows, normalization, season: undefined});
  const starts = windows.starts.train;
  const linear: LinearRows = {
    rows: starts.length,
    inputs,
    outputs,
    write(row, x, y) {
      write(starts[row], x, y);
      if (!network.hasConstant) x[inputs - 1] = 0;
    },
  };
  const {weights, rank} = leastSquares(linear, {mostRank: network.width, tolerance: SINGLE});
  const [x, y] = [new Float64Array(inputs), new Float64Array(outputs)];
  let [sum, squares] = [0, 0];
  for (let row = 0; row < linear.rows; row++) {
    linear.write(row, x, y);
    for (let output = 0; output < outputs; output++) {
      squares += y[output] * y[output];
      let error = y[output];
      for (let at = 0; at < inputs; at++) error -= x[at] * weights[at * outputs + output];
      sum += error * error;
    }
  }
  return {loss: Math.max(sum, SINGLE * SINGLE * squares) / (linear.rows * outputs), rank};
}
