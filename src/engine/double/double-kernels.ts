import {SELU_ALPHA, SELU_SCALE} from '../../model/activations/selu.js';
import {type Shape, sizeOf} from '../../model/shape.js';
import {exponential, logarithm} from '../../random/elementary.js';
import {axesOf, numbers, positive, reducedAxes} from '../common/graph/attributes.js';
import type {Operation} from '../common/graph/kernel-graph.js';

/** Numbers in double precision, or whole ones, with their shape. */
export interface DoubleTensor {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What computes an operation again and again into the same outputs. */
export type Compute = () => void;

/** Prepares an operation: operands in the order of its inputs' names, outputs with their room. */
type Prepare = (operation: Prepared) => Compute;

interface Prepared {
  readonly inputs: Readonly<Record<string, DoubleTensor>>;
  readonly attributes: Operation['attributes'];
  readonly outputs: readonly DoubleTensor[];
}

function unary(of: (x: number) => number): Prepare {
  return ({inputs, outputs: [{data: made}]}) => {
    const [{data}] = Object.values(inputs);
    return () => {
      for (let at = 0; at < made.length; at++) made[at] = of(data[at]);
    };
  };
}

/** `whole` does the same for operands of the output's shape: a loop of its own is three times as fast. */
function binary(
  of: (a: number, b: number) => number,
  whole?: (a: Float64Array, b: Float64Array, made: Float64Array) => void,
): Prepare {
  return ({inputs, outputs: [output]}) => {
    const [a, b] = Object.values(inputs);
    const [fromA, fromB] = [a, b].map(operand => placesIn(operand.shape, output.shape));
    const made = output.data;
    if (whole && !fromA && !fromB) return () => whole(a.data, b.data, made);
    return () => {
      for (let at = 0; at < made.length; at++)
        made[at] = of(a.data[fromA ? fromA[at] : at], b.data[fromB ? fromB[at] : at]);
    };
  };
}

/** For each number of an output the place of an operand that is stretched to it; undefined where they are the same. */
function placesIn(shape: Shape, output: Shape): Int32Array | undefined {
  const size = sizeOf(output);
  if (sizeOf(shape) === size) return undefined;
  const padded = [...output.map(() => 1), ...shape].slice(-output.length);
  const steps = stepsOf(padded).map((step, axis) => (padded[axis] === 1 ? 0 : step));
  return placesBy(output, steps);
}

/** How far apart neighbours of each axis lie. */
function stepsOf(shape: Shape): number[] {
  const steps = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}

/** For each number of a shape the place that steps along its axes lead to. */
function placesBy(shape: Shape, steps: readonly number[], begin = 0): Int32Array {
  const places = new Int32Array(sizeOf(shape));
  const at = shape.map(() => 0);
  let place = begin;
  for (let index = 0; index < places.length; index++) {
    places[index] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += steps[axis];
      if (++at[axis] < shape[axis]) break;
      place -= steps[axis] * shape[axis];
      at[axis] = 0;
    }
  }
  return places;
}

/** Copies from places: slices, transposes and the like. */
function copied(placesOf: (operation: Prepared) => Int32Array): Prepare {
  return operation => {
    const [{data}] = Object.values(operation.inputs);
    const [{data: made}] = operation.outputs;
    const places = placesOf(operation);
    return () => {
      for (let at = 0; at < made.length; at++) made[at] = data[places[at]];
    };
  };
}

function reduction(first: number, of: (sum: number, x: number) => number, isMean = false): Prepare {
  return ({inputs, attributes, outputs: [{data: made}]}) => {
    const [{shape, data}] = Object.values(inputs);
    const gone = new Set(reducedAxes(attributes, shape.length));
    const kept = shape.map((length, axis) => (gone.has(axis) ? 1 : length));
    const places = placesBy(
      shape,
      stepsOf(kept).map((step, axis) => (gone.has(axis) ? 0 : step)),
    );
    const share = isMean ? made.length / Math.max(1, data.length) : 1;
    return () => {
      made.fill(first);
      for (let at = 0; at < data.length; at++) made[places[at]] = of(made[places[at]], data[at]);
      if (isMean) for (let at = 0; at < made.length; at++) made[at] *= share;
    };
  };
}

/** Matrices [..., rows, inner] and [..., inner, columns]; with a bias and an activation, where there are some. */
const matMul: Prepare = ({inputs: {a, b, bias}, attributes, outputs: [{data: made}]}) => {
  const {transposeA, transposeB, activation = 'linear'} = attributes;
  const [ra, rb] = [a.shape.length, b.shape.length];
  const rows = a.shape[ra - (transposeA ? 1 : 2)] ?? 1;
  const inner = a.shape[ra - (transposeA ? 2 : 1)] ?? 1;
  const columns = b.shape[rb - (transposeB ? 2 : 1)] ?? 1;
  const [countA, countB] = [a.data.length / (rows * inner), b.data.length / (inner * columns)];
  const count = Math.max(countA, countB);
  const [rowA, innerA] = transposeA ? [1, rows] : [inner, 1];
  const activate = ACTIVATED[String(activation)];
  if (!activate) throw new UnknownInDouble(`a product with ${String(activation)}`);
  const [left, right] = [a.data, transposeB ? new Float64Array(b.data.length) : b.data];
  return () => {
    if (transposeB) transposed(b.data, right, columns, inner);
    made.fill(0);
    for (let batch = 0; batch < count; batch++)
      addProduct(made.subarray(batch * rows * columns, (batch + 1) * rows * columns), {
        left: left.subarray((batch % countA) * rows * inner, ((batch % countA) + 1) * rows * inner),
        right: right.subarray((batch % countB) * inner * columns, ((batch % countB) + 1) * inner * columns),
        rows,
        inner,
        columns,
        rowStep: rowA,
        innerStep: innerA,
      });
    if (bias) for (let at = 0; at < made.length; at++) made[at] += bias.data[at % bias.data.length];
    if (activate !== same) for (let at = 0; at < made.length; at++) made[at] = activate(made[at]);
  };
};

interface Product {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly innerStep: number;
}

/** Adds a product, four inner rows at a time: most of the time goes here. */
function addProduct(made: Float64Array, {left, right, rows, inner, columns, rowStep, innerStep}: Product): void {
  for (let row = 0; row < rows; row++) {
    const to = row * columns;
    let [at, from] = [0, row * rowStep];
    for (; at + 4 <= inner; at += 4, from += 4 * innerStep) {
      const [v0, v1] = [left[from], left[from + innerStep]];
      const [v2, v3] = [left[from + 2 * innerStep], left[from + 3 * innerStep]];
      const b0 = at * columns;
      const b1 = b0 + columns;
      const b2 = b1 + columns;
      const b3 = b2 + columns;
      for (let column = 0; column < columns; column++)
        made[to + column] +=
          v0 * right[b0 + column] + v1 * right[b1 + column] + v2 * right[b2 + column] + v3 * right[b3 + column];
    }
    for (; at < inner; at++, from += innerStep) {
      const [value, b0] = [left[from], at * columns];
      for (let column = 0; column < columns; column++) made[to + column] += value * right[b0 + column];
    }
  }
}

/** Matrices [..., rows, columns] turned over. */
function transposed(data: Float64Array, made: Float64Array, rows: number, columns: number): void {
  const size = rows * columns;
  for (let begin = 0; begin < data.length; begin += size)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        made[begin + column * rows + row] = data[begin + row * columns + column];
}

/** An operation that polishing doesn't know. */
export class UnknownInDouble extends Error {}

const same = (x: number) => x;
const sigmoid = (x: number) => 1 / (1 + exponential(-x));
const expm1 = (x: number) => (Math.abs(x) < 1e-5 ? x + (x * x) / 2 : exponential(x) - 1);
const tanh = (x: number) => {
  if (Math.abs(x) > 20) return Math.sign(x);
  if (Math.abs(x) < 1e-4) return x - (x * x * x) / 3;
  const squared = exponential(2 * x);
  return (squared - 1) / (squared + 1);
};
const elu = (x: number) => (x >= 0 ? x : expm1(x));
const relu = (x: number) => Math.max(x, 0);
const ACTIVATED: Readonly<Record<string, (x: number) => number>> = {linear: same, relu, elu, sigmoid};

/** erf by its series, and by its continued fraction beyond 3 (Abramowitz and Stegun 7.1.6 and 7.1.14). */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 3) {
    let [sum, term] = [x, x];
    for (let at = 1; Math.abs(term) > 1e-17 * Math.abs(sum); at++) {
      term *= (2 * x * x) / (2 * at + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * exponential(-x * x) * sum;
  }
  let fraction = 0;
  for (let at = 60; at > 0; at--) fraction = at / 2 / (size + fraction);
  return Math.sign(x) * (1 - exponential(-x * x) / (Math.sqrt(Math.PI) * (size + fraction)));
}

const gathered: Prepare = ({inputs: {x, indices}, attributes, outputs: [{data: made}]}) => {
  const [axis] = numbers(attributes.axis);
  const own = positive(axis, x.shape.length);
  if (Number(attributes.batchDims ?? 0) !== 0) throw new UnknownInDouble('a gather of batches');
  const inner = sizeOf(x.shape.slice(own + 1));
  const outer = sizeOf(x.shape.slice(0, own));
  const length = x.shape[own];
  const count = indices.data.length;
  return () => {
    for (let block = 0; block < outer; block++)
      for (let at = 0; at < count; at++) {
        const from = (block * length + indices.data[at]) * inner;
        made.set(x.data.subarray(from, from + inner), (block * count + at) * inner);
      }
  };
};

/** Joins along an axis, each operand with its own length there. */
function joined(lengthOf: (shape: Shape, axis: number) => number, rankOf: (shape: Shape) => number): Prepare {
  return ({inputs, attributes, outputs: [output]}) => {
    const all = Object.values(inputs);
    const axis = positive(Number(attributes.axis), rankOf(all[0].shape));
    const inner = sizeOf(output.shape.slice(axis + 1));
    const outer = sizeOf(output.shape.slice(0, axis));
    const widths = all.map(({shape}) => lengthOf(shape, axis) * inner);
    const width = widths.reduce((sum, own) => sum + own, 0);
    return () => {
      for (let block = 0; block < outer; block++) {
        let to = block * width;
        all.forEach(({data}, index) => {
          output.data.set(data.subarray(block * widths[index], (block + 1) * widths[index]), to);
          to += widths[index];
        });
      }
    };
  };
}

/** Splits along an axis; of lists of one each the axis is gone. */
function parted(): Prepare {
  return ({inputs, attributes, outputs}) => {
    const [{shape, data}] = Object.values(inputs);
    const axis = positive(Number(attributes.axis), shape.length);
    const inner = sizeOf(shape.slice(axis + 1));
    const outer = sizeOf(shape.slice(0, axis));
    const width = shape[axis] * inner;
    return () => {
      for (let block = 0; block < outer; block++) {
        let from = block * width;
        for (const {data: made} of outputs) {
          const own = made.length / outer;
          made.set(data.subarray(from, from + own), block * own);
          from += own;
        }
      }
    };
  };
}

const select: Prepare = ({inputs: {condition, t, e}, outputs: [output]}) => {
  const padded =
    condition.shape.length === 1 && output.shape.length > 1
      ? {...condition, shape: [condition.shape[0], ...output.shape.slice(1).map(() => 1)]}
      : condition;
  const places = [padded, t, e].map(operand => placesIn(operand.shape, output.shape));
  const made = output.data;
  return () => {
    for (let at = 0; at < made.length; at++) {
      const [asked, yes, no] = places.map(own => (own ? own[at] : at));
      made[at] = condition.data[asked] ? t.data[yes] : e.data[no];
    }
  };
};

/** What TensorFlow.js' kernels compute, in double precision; exponentials and logarithms are those that give the same bits everywhere. */
export const doubleKernels: Readonly<Record<string, Prepare | undefined>> = {
  Abs: unary(Math.abs),
  Add: binary(
    (a, b) => a + b,
    (a, b, made) => {
      for (let at = 0; at < made.length; at++) made[at] = a[at] + b[at];
    },
  ),
  BatchMatMul: matMul,
  Cast: unary(same),
  Concat: joined(
    (shape, axis) => shape[axis],
    shape => shape.length,
  ),
  Elu: unary(elu),
  EluGrad: binary((dy, y) => (y >= 0 ? dy : dy * (y + 1))),
  Equal: binary((a, b) => Number(a === b)),
  Erf: unary(erf),
  Exp: unary(exponential),
  GatherV2: gathered,
  Greater: binary((a, b) => Number(a > b)),
  GreaterEqual: binary((a, b) => Number(a >= b)),
  Less: binary((a, b) => Number(a < b)),
  LessEqual: binary((a, b) => Number(a <= b)),
  LogicalAnd: binary((a, b) => Number(a !== 0 && b !== 0)),
  Max: reduction(Number.NEGATIVE_INFINITY, Math.max),
  Maximum: binary(Math.max),
  Mean: reduction(0, (sum, x) => sum + x, true),
  Min: reduction(Number.POSITIVE_INFINITY, Math.min),
  Minimum: binary(Math.min),
  Multiply: binary(
    (a, b) => a * b,
    (a, b, made) => {
      for (let at = 0; at < made.length; at++) made[at] = a[at] * b[at];
    },
  ),
  Neg: unary(x => -x),
  Pack: joined(
    () => 1,
    shape => shape.length + 1,
  ),
  RealDiv: binary((a, b) => a / b),
  Reciprocal: unary(x => 1 / x),
  Relu: unary(relu),
  Rsqrt: unary(x => 1 / Math.sqrt(x)),
  Select: select,
  Selu: unary(x => SELU_SCALE * (x >= 0 ? x : SELU_ALPHA * expm1(x))),
  Sigmoid: unary(sigmoid),
  Sign: unary(Math.sign),
  Slice: copied(({inputs, attributes, outputs: [{shape}]}) => {
    const [{shape: from}] = Object.values(inputs);
    const steps = stepsOf(from);
    return placesBy(
      shape,
      steps,
      numbers(attributes.begin).reduce((sum, begin, axis) => sum + begin * steps[axis], 0),
    );
  }),
  Softplus: unary(x => Math.max(x, 0) + logarithm(1 + exponential(-Math.abs(x)))),
  SplitV: parted(),
  Sqrt: unary(Math.sqrt),
  Square: unary(x => x * x),
  SquaredDifference: binary((a, b) => (a - b) * (a - b)),
  Step: ({attributes, ...operation}) =>
    unary(x => (Number.isNaN(x) ? x : x > 0 ? 1 : Number(attributes.alpha ?? 0)))({attributes, ...operation}),
  Sub: binary((a, b) => a - b),
  Sum: reduction(0, (sum, x) => sum + x),
  Tanh: unary(tanh),
  Transpose: copied(({inputs, attributes, outputs: [{shape}]}) => {
    const [{shape: from}] = Object.values(inputs);
    const steps = stepsOf(from);
    return placesBy(
      shape,
      axesOf(attributes.perm, from.length).map(axis => steps[axis]),
    );
  }),
  Unpack: parted(),
  _FusedMatMul: matMul,
};
