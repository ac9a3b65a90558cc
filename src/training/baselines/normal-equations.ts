/** Rows of numbers that are explained, and of those that explain them. */
export interface LinearRows {
  readonly rows: number;
  /** Numbers of a row that explain, the constant among them. */
  readonly inputs: number;
  readonly outputs: number;
  /** Writes a row of each. */
  write(row: number, inputs: Float64Array, outputs: Float64Array): void;
}

/**
 * X'X and X'Y, [inputs, inputs] and [inputs, outputs], of inputs in units of their size: of raw prices beside volumes nothing would be
 * left of the small ones. Where the last input is the same in all rows, inputs and outputs are less their means, and it is left out.
 */
export interface NormalEquations {
  /** What they are summed up of. */
  readonly linear: LinearRows;
  readonly gram: Float64Array;
  readonly moments: Float64Array;
  readonly ofInputs: Centers;
  readonly ofOutputs: Centers;
  /** Whether the means are taken off. */
  readonly isCentered: boolean;
  /** Mean square of all inputs as they are, which penalties are shares of. */
  readonly size: number;
}

/** What numbers are shifted by, and what is left is divided by. */
interface Centers {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** Multiplications that summing up takes. */
export function workOf({rows, inputs, outputs}: Omit<LinearRows, 'write'>): number {
  return rows * inputs * (inputs / 2 + outputs);
}

/** Rows that are taken at a time. */
const AT_ONCE = 4;

/** Sums up rows, some at a time. */
export function normalEquations(linear: LinearRows): NormalEquations {
  const {rows, inputs, outputs, write} = linear;
  const centers = centersOf(linear);
  const {ofInputs, ofOutputs} = centers;
  const gram = new Float64Array(inputs * inputs);
  const moments = new Float64Array(inputs * outputs);
  const xs = Array.from({length: AT_ONCE}, () => new Float64Array(inputs));
  const ys = Array.from({length: AT_ONCE}, () => new Float64Array(outputs));
  for (let row = 0; row < rows; row += AT_ONCE) {
    for (let at = 0; at < AT_ONCE; at++)
      if (row + at < rows) {
        write(row + at, xs[at], ys[at]);
        center(xs[at], ofInputs);
        center(ys[at], ofOutputs);
      } else {
        xs[at].fill(0);
        ys[at].fill(0);
      }
    addProducts(gram, inputs, xs, xs, true);
    addProducts(moments, outputs, xs, ys, false);
  }
  for (let one = 0; one < inputs; one++)
    for (let other = 0; other < one; other++) gram[one * inputs + other] = gram[other * inputs + one];
  return {linear, gram, moments, ...centers};
}

/** Means, and the size of what is left by a second look; what is constant but for rounding has none. */
function centersOf({
  rows,
  inputs,
  outputs,
  write,
}: LinearRows): Pick<NormalEquations, 'ofInputs' | 'ofOutputs' | 'isCentered' | 'size'> {
  const [x, y] = [new Float64Array(inputs), new Float64Array(outputs)];
  const [xMeans, yMeans] = [new Float64Array(inputs), new Float64Array(outputs)];
  const [squares, spreads] = [new Float64Array(inputs), new Float64Array(inputs)];
  for (let row = 0; row < rows; row++) {
    write(row, x, y);
    for (let at = 0; at < inputs; at++) {
      xMeans[at] += x[at] / rows;
      squares[at] += (x[at] * x[at]) / rows;
    }
    for (let at = 0; at < outputs; at++) yMeans[at] += y[at] / rows;
  }
  for (let row = 0; row < rows; row++) {
    write(row, x, y);
    for (let at = 0; at < inputs; at++) spreads[at] += ((x[at] - xMeans[at]) * (x[at] - xMeans[at])) / rows;
  }
  const isVarying = (at: number) => Math.sqrt(spreads[at]) > ROUNDING * Math.abs(xMeans[at]);
  const isCentered = !isVarying(inputs - 1) && xMeans[inputs - 1] !== 0;
  return {
    ofInputs: isCentered
      ? {means: xMeans, scales: spreads.map((spread, at) => (isVarying(at) ? Math.sqrt(spread) : 0))}
      : {means: new Float64Array(inputs), scales: squares.map(Math.sqrt)},
    ofOutputs: {means: isCentered ? yMeans : new Float64Array(outputs), scales: new Float64Array(outputs).fill(1)},
    isCentered,
    size: squares.reduce((sum, square) => sum + square, 0) / inputs,
  };
}

const ROUNDING = 1e-12;

/** What has no scale is 0. */
function center(values: Float64Array, {means, scales}: Centers): void {
  for (let at = 0; at < values.length; at++) values[at] = scales[at] > 0 ? (values[at] - means[at]) / scales[at] : 0;
}

function addProducts(
  sums: Float64Array,
  columns: number,
  left: readonly Float64Array[],
  right: readonly Float64Array[],
  isUpper: boolean,
): void {
  const [r0, r1, r2, r3] = right;
  for (let one = 0; one < left[0].length; one++) {
    const [a, b, c, d] = [left[0][one], left[1][one], left[2][one], left[3][one]];
    const at = one * columns;
    for (let other = isUpper ? one : 0; other < columns; other++)
      sums[at + other] += a * r0[other] + b * r1[other] + c * r2[other] + d * r3[other];
  }
}

/**
 * The weights, [inputs, outputs], of least squares with a penalty on the square of each weight but the last input's, the constant's,
 * as a share of the inputs' mean square: by Cholesky's factorization. What inputs say twice is shared between them, since the
 * smallest penalty, in units of their own sizes, is more than rounding. Without a penalty what that takes away, and what was lost by
 * summing up squares, is given back.
 */
export function solved(equations: NormalEquations, penalty: number): Float64Array {
  const {linear, gram, moments, ofInputs, ofOutputs, isCentered, size} = equations;
  const {rows, inputs, outputs} = linear;
  const {scales, means} = ofInputs;
  const factor = gram.slice();
  const last = inputs - 1;
  for (let at = 0; at < inputs; at++) {
    const own = at === last || scales[at] === 0 ? 0 : (penalty * size) / (scales[at] * scales[at]);
    factor[at * inputs + at] += rows * (scales[at] > 0 ? Math.max(own, SMALLEST) : 1);
  }
  factorize(factor, inputs);
  const weights = moments.slice();
  substitute(factor, inputs, weights, outputs);
  if (penalty === 0) refine(equations, factor, weights);
  for (let at = 0; at < inputs; at++)
    for (let output = 0; output < outputs; output++)
      if (scales[at] > 0) weights[at * outputs + output] /= scales[at];
      else weights[at * outputs + output] = 0;
  if (!isCentered) return weights;
  for (let output = 0; output < outputs; output++) {
    let rest = ofOutputs.means[output];
    for (let at = 0; at < last; at++) rest -= weights[at * outputs + output] * means[at];
    weights[last * outputs + output] = rest / means[last];
  }
  return weights;
}

/** A penalty that undoes rounding, as a share of the mean square of the inputs. */
const SMALLEST = 1e-12;

const MOST_REFINEMENTS = 10;
/** Multiplications that refining may take: some tenths of a second. */
const MOST_WORK = 3e8;

/**
 * Solves once more for what the weights leave of the outputs, again and again, until nothing changes (Björck, Stability analysis of the
 * method of seminormal equations for linear least squares problems, 1987): nearly as exact as by QR where the factor is any guide.
 */
function refine({linear, ofInputs, ofOutputs}: NormalEquations, factor: Float64Array, weights: Float64Array): void {
  const {rows, inputs, outputs, write} = linear;
  const most = Math.min(MOST_REFINEMENTS, Math.floor(MOST_WORK / (2 * inputs * outputs * (rows + inputs))));
  const [x, y] = [new Float64Array(inputs), new Float64Array(outputs)];
  for (let pass = 0; pass < most; pass++) {
    const missing = new Float64Array(inputs * outputs);
    for (let row = 0; row < rows; row++) {
      write(row, x, y);
      center(x, ofInputs);
      center(y, ofOutputs);
      takeExplained(y, x, weights);
      for (let at = 0; at < inputs; at++)
        for (let output = 0; output < outputs; output++) missing[at * outputs + output] += x[at] * y[output];
    }
    substitute(factor, inputs, missing, outputs);
    let [largest, change] = [0, 0];
    for (let at = 0; at < weights.length; at++) {
      weights[at] += missing[at];
      largest = Math.max(largest, Math.abs(weights[at]));
      change = Math.max(change, Math.abs(missing[at]));
    }
    if (!(change > ROUNDING * largest)) return;
  }
}

/** Leaves of outputs what inputs don't explain by weights, [inputs, outputs]. */
function takeExplained(y: Float64Array, x: Float64Array, weights: Float64Array): void {
  for (let at = 0; at < x.length; at++)
    for (let output = 0; output < y.length; output++) y[output] -= x[at] * weights[at * y.length + output];
}

/** The lower factor L of L L' in place. */
function factorize(matrix: Float64Array, n: number): void {
  for (let column = 0; column < n; column++) {
    for (let row = column; row < n; row++) {
      let sum = matrix[row * n + column];
      for (let at = 0; at < column; at++) sum -= matrix[row * n + at] * matrix[column * n + at];
      if (row === column) matrix[row * n + column] = Math.sqrt(Math.max(sum, Number.MIN_VALUE));
      else matrix[row * n + column] = sum / matrix[column * n + column];
    }
  }
}

/** Solves L L' X = B in place. */
function substitute(factor: Float64Array, n: number, b: Float64Array, columns: number): void {
  for (let row = 0; row < n; row++) {
    for (let at = 0; at < row; at++) subtract(b, row, at, factor[row * n + at], columns);
    divide(b, row, factor[row * n + row], columns);
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let at = row + 1; at < n; at++) subtract(b, row, at, factor[at * n + row], columns);
    divide(b, row, factor[row * n + row], columns);
  }
}

function subtract(b: Float64Array, row: number, other: number, factor: number, columns: number): void {
  for (let column = 0; column < columns; column++) b[row * columns + column] -= factor * b[other * columns + column];
}

function divide(b: Float64Array, row: number, by: number, columns: number): void {
  for (let column = 0; column < columns; column++) b[row * columns + column] /= by;
}
