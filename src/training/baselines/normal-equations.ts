/** Rows of numbers that are explained, and of those that explain them. */
export interface LinearRows {
  readonly rows: number;
  /** Numbers of a row that explain, the constant among them. */
  readonly inputs: number;
  readonly outputs: number;
  /** Writes a row of each. */
  write(row: number, inputs: Float64Array, outputs: Float64Array): void;
}

/** X'X and X'Y, [inputs, inputs] and [inputs, outputs]. */
export interface NormalEquations {
  readonly inputs: number;
  readonly outputs: number;
  readonly gram: Float64Array;
  readonly moments: Float64Array;
}

/** Multiplications that summing up takes. */
export function workOf({rows, inputs, outputs}: Omit<LinearRows, 'write'>): number {
  return rows * inputs * (inputs / 2 + outputs);
}

/** Rows that are taken at a time. */
const AT_ONCE = 4;

/** Sums up rows, some at a time. */
export function normalEquations({rows, inputs, outputs, write}: LinearRows): NormalEquations {
  const gram = new Float64Array(inputs * inputs);
  const moments = new Float64Array(inputs * outputs);
  const xs = Array.from({length: AT_ONCE}, () => new Float64Array(inputs));
  const ys = Array.from({length: AT_ONCE}, () => new Float64Array(outputs));
  for (let row = 0; row < rows; row += AT_ONCE) {
    for (let at = 0; at < AT_ONCE; at++)
      if (row + at < rows) write(row + at, xs[at], ys[at]);
      else {
        xs[at].fill(0);
        ys[at].fill(0);
      }
    addProducts(gram, inputs, xs, xs, true);
    addProducts(moments, outputs, xs, ys, false);
  }
  for (let one = 0; one < inputs; one++)
    for (let other = 0; other < one; other++) gram[one * inputs + other] = gram[other * inputs + one];
  return {inputs, outputs, gram, moments};
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
 * The weights, [inputs, outputs], of least squares with a penalty on the size of each weight but the last input's, the constant's:
 * by Cholesky's factorization. What inputs say twice is shared between them, since the smallest penalty is more than rounding.
 */
export function solved({inputs, outputs, gram, moments}: NormalEquations, penalty: number): Float64Array {
  const size = meanDiagonal(gram, inputs);
  const factor = gram.slice();
  for (let at = 0; at < inputs; at++) {
    const isConstant = at === inputs - 1;
    factor[at * inputs + at] += size * (isConstant ? SMALLEST : Math.max(penalty, SMALLEST));
  }
  factorize(factor, inputs);
  const weights = moments.slice();
  substitute(factor, inputs, weights, outputs);
  return weights;
}

/** A penalty that undoes rounding, as a share of the mean square of the inputs. */
const SMALLEST = 1e-12;

function meanDiagonal(gram: Float64Array, inputs: number): number {
  let sum = 0;
  for (let at = 0; at < inputs; at++) sum += gram[at * inputs + at];
  return sum / inputs;
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
