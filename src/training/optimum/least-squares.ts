import {Matrix, QrDecomposition, SingularValueDecomposition} from 'ml-matrix';
import type {LinearRows} from '../baselines/normal-equations.js';

/** What explains rows best. */
export interface LeastSquares {
  /** [inputs, outputs] */
  readonly weights: Float64Array;
  /** How many independent things the inputs say, the constant not among them, of those that were allowed. */
  readonly rank: number;
}

/** Which independent combinations of inputs are used. */
export interface RankLimits {
  readonly mostRank?: number;
  readonly tolerance?: number;
}

/**
 * The weights of least squares by QR and singular values: of inputs that say the same, those of the smallest norm, each input in
 * units of its size. The last input is a constant, or what a constant is stretched by. With fewer than `mostRank` independent
 * combinations of inputs to be used, they are those that explain most: reduced-rank regression (Izenman, Reduced-rank regression for
 * the multivariate linear model, 1975). What is less than `tolerance` of the largest singular value says nothing; without it as
 * numpy.linalg.lstsq.
 */
export function leastSquares(
  linear: LinearRows,
  {mostRank = Number.POSITIVE_INFINITY, tolerance: share}: RankLimits = {},
): LeastSquares {
  const {inputs, outputs, rows} = linear;
  const {columns, means, scales, constant: kind} = columnsOf(linear);
  const own = inputs - 1;
  const first = kind === 'stretched' ? 1 : 0;
  const r = new QrDecomposition(columns).upperTriangularMatrix;
  const [from, to] = [first, first + own];
  const ofInputs = r.subMatrix(from, to - 1, from, to - 1);
  const ofOutputs = r.subMatrix(from, to - 1, to, to + outputs - 1);
  const {leftSingularVectors, rightSingularVectors, diagonal} = new SingularValueDecomposition(ofInputs);
  const tolerance = (share ?? Number.EPSILON * Math.max(rows, own)) * Math.max(...diagonal);
  const explained = leftSingularVectors.transpose().mmul(ofOutputs);
  diagonal.forEach((value, at) => {
    if (value <= tolerance) explained.mulRow(at, 0);
  });
  const rank = diagonal.filter(value => value > tolerance).length;
  const limited = mostRank < Math.min(rank, outputs) ? ofRank(explained, mostRank) : explained;
  diagonal.forEach((value, at) => {
    limited.mulRow(at, value > tolerance ? 1 / value : 0);
  });
  const scaled = rightSingularVectors.mmul(limited);
  const weights = new Float64Array(inputs * outputs);
  for (let output = 0; output < outputs; output++)
    for (let at = 0; at < own; at++) weights[at * outputs + output] = scaled.get(at, output) / scales[at];
  for (let output = 0; output < outputs; output++) {
    let rest = kind === 'mean' ? means[inputs + output] : kind === 'stretched' ? r.get(0, to + output) : 0;
    for (let at = 0; at < own; at++)
      if (kind === 'mean') rest -= weights[at * outputs + output] * means[at];
      else if (kind === 'stretched') rest -= scaled.get(at, output) * r.get(0, first + at);
    weights[own * outputs + output] =
      kind === 'mean' ? rest / means[own] : kind === 'stretched' ? rest / r.get(0, 0) : 0;
  }
  return {weights, rank: Math.min(rank, mostRank)};
}

/** The matrix of as low a rank that is nearest (Eckart and Young, The approximation of one matrix by another of lower rank, 1936). */
function ofRank(matrix: Matrix, rank: number): Matrix {
  const {rightSingularVectors} = new SingularValueDecomposition(matrix, {autoTranspose: true});
  const kept = rightSingularVectors.subMatrix(0, matrix.columns - 1, 0, rank - 1);
  return matrix.mmul(kept).mmul(kept.transpose());
}

/**
 * Inputs in units of their size, and outputs, [rows, columns]. A constant takes the means off all of them; one that is stretched has a
 * column of its own in front; and there may be none.
 */
function columnsOf({rows, inputs, outputs, write}: LinearRows) {
  const own = inputs - 1;
  const all = Array.from({length: rows}, (_, row) => {
    const [x, y] = [new Float64Array(inputs), new Float64Array(outputs)];
    write(row, x, y);
    return {x, y};
  });
  const [first] = all;
  const constant = all.some(({x}) => x[own] !== first.x[own]) ? 'stretched' : first.x[own] === 0 ? 'none' : 'mean';
  const means = new Float64Array(inputs + outputs);
  for (const {x, y} of all) {
    x.forEach((value, at) => {
      means[at] += value / rows;
    });
    y.forEach((value, at) => {
      means[inputs + at] += value / rows;
    });
  }
  const squares = new Float64Array(own);
  for (const {x, y} of all) {
    if (constant === 'mean') {
      for (let at = 0; at < own; at++) x[at] -= means[at];
      for (let at = 0; at < outputs; at++) y[at] -= means[inputs + at];
    }
    for (let at = 0; at < own; at++) squares[at] += x[at] * x[at];
  }
  const scales = squares.map(square => (square > 0 ? Math.sqrt(square) : 1));
  const begin = constant === 'stretched' ? 1 : 0;
  const width = begin + own + outputs;
  const columns = Matrix.zeros(Math.max(rows, width), width);
  all.forEach(({x, y}, row) => {
    if (begin > 0) columns.set(row, 0, x[own]);
    for (let at = 0; at < own; at++) columns.set(row, begin + at, x[at] / scales[at]);
    for (let at = 0; at < outputs; at++) columns.set(row, begin + own + at, y[at]);
  });
  return {columns, means, scales, constant} as const;
}
