import type {NamedAttrMap, TensorInfo} from '@tensorflow/tfjs-core';
import type {Shape} from '../../../model/shape.js';
import {positive, reducedAxes} from '../graph/attributes.js';
import {type DataType, isDataType} from '../graph/kernel-graph.js';

/** What a kernel gives: a shape and a type per output. */
export type OutputShapes = readonly {readonly shape: Shape; readonly dtype: DataType}[];

type Inputs = Readonly<Record<string, TensorInfo | undefined>>;
type Rule = (inputs: Inputs, attributes: NamedAttrMap) => OutputShapes | undefined;

/**
 * The outputs of the kernels that steps consist of, without computing them: what is recorded doesn't depend on numbers, and
 * TensorFlow.js' cpu kernels would take most of the time of recording (an LSTM of 20 steps: two thirds).
 */
export function knownOutputs(kernel: string, inputs: Inputs, attributes: NamedAttrMap): OutputShapes | undefined {
  return rules[kernel]?.(inputs, attributes);
}

const same: Rule = ({x}) => x && one(x.shape, x.dtype);
const broadcastTo =
  (dtype?: DataType): Rule =>
  ({a, b}) =>
    a && b && one(broadcastShape(a.shape, b.shape), dtype ?? a.dtype);

function one(shape: Shape, dtype: string): OutputShapes | undefined {
  return isDataType(dtype) ? [{shape, dtype}] : undefined;
}

function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({length: rank}, (_, axis) => {
    const lengths = [a[a.length - rank + axis] ?? 1, b[b.length - rank + axis] ?? 1];
    return lengths[0] === 1 ? lengths[1] : lengths[0];
  });
}

const matMul: Rule = ({a, b}, {transposeA, transposeB}) => {
  if (!a || !b) return undefined;
  const rows = a.shape.at(transposeA ? -1 : -2) ?? 1;
  const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
  return one([...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns], 'float32');
};

const reduced: Rule = ({x}, attributes) => {
  if (x?.dtype !== 'float32') return undefined;
  const gone = new Set(reducedAxes(attributes, x.shape.length));
  const kept = x.shape.flatMap((length, own) => (gone.has(own) ? (attributes.keepDims ? [1] : []) : [length]));
  return one(kept, 'float32');
};

const split: Rule = ({x}, {numOrSizeSplits, axis}) => {
  if (!x || !isDataType(x.dtype)) return undefined;
  const {shape, dtype} = x;
  const own = positive(Number(axis), shape.length);
  const sizes = Array.isArray(numOrSizeSplits)
    ? numOrSizeSplits.map(Number)
    : Array.from({length: Number(numOrSizeSplits)}, () => shape[own] / Number(numOrSizeSplits));
  if (sizes.some(size => size < 0)) return undefined;
  return sizes.map(size => ({shape: shape.map((length, at) => (at === own ? size : length)), dtype}));
};

const unpacked: Rule = ({value}, {axis}) => {
  if (!value || !isDataType(value.dtype)) return undefined;
  const {shape, dtype} = value;
  const own = positive(Number(axis), shape.length);
  return Array.from({length: shape[own]}, () => ({shape: shape.filter((_, at) => at !== own), dtype}));
};

const packed: Rule = (inputs, {axis}) => {
  const first = inputs[0];
  const count = Object.keys(inputs).length;
  if (!first) return undefined;
  const own = positive(Number(axis), first.shape.length + 1);
  return one([...first.shape.slice(0, own), count, ...first.shape.slice(own)], first.dtype);
};

const concatenated: Rule = (inputs, {axis}) => {
  const all = Object.values(inputs).filter(input => input !== undefined);
  const [first] = all;
  if (!first || all.length < 2 || all.some(({shape}) => shape.includes(0))) return undefined;
  const own = positive(Number(axis), first.shape.length);
  const total = all.reduce((sum, {shape}) => sum + shape[own], 0);
  return one(
    first.shape.map((length, at) => (at === own ? total : length)),
    first.dtype,
  );
};

const sliced: Rule = ({x}, {begin, size}) => {
  if (!x || !Array.isArray(begin) || !Array.isArray(size)) return undefined;
  const shape = size.map((length, axis) => (Number(length) < 0 ? x.shape[axis] - Number(begin[axis]) : Number(length)));
  return one(shape, x.dtype);
};

const transposed: Rule = ({x}, {perm}) =>
  x && Array.isArray(perm)
    ? one(
        perm.map(axis => x.shape[Number(axis)]),
        x.dtype,
      )
    : undefined;

const gathered: Rule = ({x, indices}, {axis, batchDims}) => {
  const own = Number(axis);
  if (!x || !indices || own < 0 || Number(batchDims ?? 0) !== 0) return undefined;
  return one([...x.shape.slice(0, own), ...indices.shape, ...x.shape.slice(own + 1)], x.dtype);
};

const chosen: Rule = ({t, e}) => t && e && one(broadcastShape(t.shape, e.shape), t.dtype);
const ofFirst: Rule = inputs => inputs[0] && one(inputs[0].shape, inputs[0].dtype);

const UNARY =
  'Abs ClipByValue Elu Erf Exp Expm1 LeakyRelu Log Log1p Neg Reciprocal Relu ' +
  'Relu6 Rsqrt Selu Sigmoid Sign Softplus Sqrt Square Step Tanh';
const BINARY = ['Add', 'Maximum', 'Minimum', 'Multiply', 'Pow', 'RealDiv', 'SquaredDifference', 'Sub'];
const COMPARISONS = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr', 'NotEqual'];

const rules: Readonly<Record<string, Rule | undefined>> = {
  ...Object.fromEntries(UNARY.split(' ').map(kernel => [kernel, same])),
  ...Object.fromEntries(BINARY.map(kernel => [kernel, broadcastTo()])),
  ...Object.fromEntries(COMPARISONS.map(kernel => [kernel, broadcastTo('bool')])),
  AddN: ofFirst,
  BatchMatMul: matMul,
  Concat: concatenated,
  EluGrad: ({dy}) => dy && one(dy.shape, dy.dtype),
  GatherV2: gathered,
  LogicalNot: same,
  Max: reduced,
  Mean: reduced,
  Pack: packed,
  Select: chosen,
  Slice: sliced,
  SplitV: split,
  Sum: reduced,
  Transpose: transposed,
  Unpack: unpacked,
  _FusedMatMul: matMul,
};
