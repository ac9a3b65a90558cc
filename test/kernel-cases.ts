// A case or more for every kernel that steps may consist of.
import type {Tensor} from '@tensorflow/tfjs-core';
import {generator} from '../src/random/generator.js';
import {core, type Tensors} from './compiled-step.js';

const random = generator(11, 'kernels');
export const values = (shape: readonly number[], low = -2, high = 2) =>
  core.tensor(
    Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => low + (high - low) * random.uniform()),
    [...shape],
  );
const integers = (shape: readonly number[], limit: number) =>
  core.tensor(
    Int32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => random.integer(limit)),
    [...shape],
    'int32',
  );

export interface KernelCase {
  readonly inputs: Tensors;
  readonly run: (inputs: Record<string, Tensor>) => Tensor | Tensor[];
  readonly kernels: readonly string[];
  readonly tolerance?: number;
}

const x = values([5, 7]);
const positive = values([5, 7], 0.1, 3);
const y = values([5, 7]);
const row = values([7]);
const column = values([5, 1]);
const image = values([2, 7, 6, 3]);
const counted = integers([5, 7], 4);

type Unary = (x: Tensor) => Tensor;
const unary = (kernel: string, run: Unary, input: Tensor = x): KernelCase => ({
  inputs: {x: input},
  run: inputs => run(inputs.x),
  kernels: [kernel],
});
const binary = (kernel: string, run: (a: Tensor, b: Tensor) => Tensor, a: Tensor = x, b: Tensor = y): KernelCase => ({
  inputs: {a, b},
  run: inputs => run(inputs.a, inputs.b),
  kernels: [kernel],
});
/** The gradients of sum(f(x, w)^2), by which the kernels of backward passes come up. */
const gradients = (kernels: readonly string[], inputs: Tensors, run: (inputs: Tensor[]) => Tensor): KernelCase => ({
  inputs,
  run: taken => {
    const names = Object.keys(inputs);
    return core.grads((...own: Tensor[]) => core.sum(core.square(run(own))))(names.map(name => taken[name]));
  },
  kernels,
});

export const kernelCases: Record<string, KernelCase> = {
  abs: unary('Abs', core.abs),
  add: binary('Add', core.add),
  'add, row': binary('Add', core.add, x, row),
  'add, column': binary('Add', core.add, column, x),
  'add, row and column': binary('Add', core.add, column, row),
  'add, integers': binary('Add', core.add, counted, counted),
  addN: {inputs: {a: x, b: y, c: positive}, run: ({a, b, c}) => core.addN([a, b, c]), kernels: ['AddN']},
  all: unary('All', v => core.all(core.greater(v, -1.9), 1)),
  any: unary('Any', v => core.any(core.greater(v, 1.5), 0)),
  'cast to int': unary('Cast', v => core.cast(v, 'int32')),
  'cast to bool': unary('Cast', v => core.cast(core.cast(v, 'int32'), 'bool')),
  'cast from int': unary('Cast', v => core.div(core.cast(v, 'float32'), 3), counted),
  ceil: unary('Ceil', core.ceil),
  clip: unary('ClipByValue', v => core.clipByValue(v, -0.5, 1)),
  concat: binary('Concat', (a, b) => core.concat([a, b, a], 1)),
  'concat, first axis': binary('Concat', (a, b) => core.tanh(core.concat([core.exp(a), core.neg(b)], 0))),
  elu: unary('Elu', core.elu),
  'elu, gradient': gradients(['EluGrad'], {x}, ([v]) => core.elu(v)),
  equal: binary('Equal', core.equal, counted, integers([5, 7], 4)),
  erf: unary('Erf', core.erf),
  exp: unary('Exp', core.exp),
  expandDims: unary('ExpandDims', v => core.add(core.expandDims(v, 1), core.expandDims(v, 0))),
  expm1: unary('Expm1', core.expm1),
  floor: unary('Floor', core.floor),
  gather: {
    inputs: {x, at: integers([4, 3], 5)},
    run: inputs => core.gather(inputs.x, inputs.at as never),
    kernels: ['GatherV2'],
  },
  'gather, second axis': {
    inputs: {x, at: integers([4], 7)},
    run: inputs => core.gather(inputs.x, inputs.at as never, 1),
    kernels: ['GatherV2'],
  },
  'gather, gradient': {
    inputs: {x, at: integers([9], 5)},
    run: inputs => core.grad((v: Tensor) => core.sum(core.square(core.gather(v, inputs.at as never))))(inputs.x),
    kernels: ['UnsortedSegmentSum'],
  },
  greater: binary('Greater', core.greater),
  greaterEqual: binary('GreaterEqual', core.greaterEqual, counted, integers([5, 7], 4)),
  isNaN: unary('IsNan', v => core.isNaN(core.log(v))),
  leakyRelu: unary('LeakyRelu', v => core.leakyRelu(v, 0.3)),
  less: binary('Less', core.less),
  lessEqual: binary('LessEqual', core.lessEqual),
  log: unary('Log', core.log, positive),
  log1p: unary('Log1p', core.log1p, positive),
  logicalAnd: binary('LogicalAnd', (a, b) => core.logicalAnd(core.greater(a, 0), core.less(b, 0.3))),
  logicalNot: unary('LogicalNot', v => core.logicalNot(core.greater(v, 0))),
  logicalOr: binary('LogicalOr', (a, b) => core.logicalOr(core.greater(a, 1), core.less(b, 0.3))),
  logSoftmax: unary('Exp', v => core.logSoftmax(v)),
  matMul: binary('BatchMatMul', (a, b) => core.matMul(a as never, b as never), x, values([7, 6])),
  max: unary('Max', v => core.max(v, 1)),
  'max of all': unary('Max', v => core.max(v)),
  'max of columns': unary('Max', v => core.max(v, 0)),
  maximum: binary('Maximum', core.maximum),
  mean: unary('Mean', v => core.mean(v, 0)),
  'mean of all': unary('Mean', v => core.mean(v)),
  min: unary('Min', v => core.min(v, 0)),
  minimum: binary('Minimum', core.minimum),
  multiply: binary('Multiply', core.mul, x, row),
  neg: unary('Neg', core.neg),
  notEqual: binary('NotEqual', core.notEqual, counted, integers([5, 7], 4)),
  oneHot: unary('OneHot', v => core.oneHot(v as never, 6, 2, -1), integers([8], 6)),
  onesLike: unary('OnesLike', v => core.add(core.onesLike(v), v)),
  pad: unary('PadV2', v =>
    core.pad(
      v,
      [
        [1, 2],
        [0, 3],
      ],
      0.5,
    ),
  ),
  pow: binary('Pow', core.pow, positive, y),
  'pow of negatives': binary('Pow', core.pow, x, core.scalar(3)),
  prelu: binary('Prelu', (a, b) => core.prelu(a, b), x, row),
  prod: unary('Prod', v => core.prod(v, 1)),
  realDiv: binary('RealDiv', core.div, x, positive),
  reciprocal: unary('Reciprocal', core.reciprocal, positive),
  relu: unary('Relu', core.relu),
  relu6: unary('Relu6', v => core.relu6(core.mul(v, 5))),
  reshape: unary('Reshape', v => core.reshape(core.transpose(v), [5, 7])),
  reverse: unary('Reverse', v => core.reverse(v, [1])),
  'reverse of both': unary('Reverse', v => core.exp(core.reverse(v))),
  round: unary('Round', v => core.round(core.mul(v, 2))),
  rsqrt: unary('Rsqrt', core.rsqrt, positive),
  select: {
    inputs: {x, y},
    run: ({x: a, y: b}) => core.where(core.greater(a, 0), a, core.mul(b, 2)),
    kernels: ['Select'],
  },
  selu: unary('Selu', core.selu),
  sigmoid: unary('Sigmoid', core.sigmoid),
  sign: unary('Sign', v => core.sign(core.round(v))),
  slice: unary('Slice', v => core.slice(v, [1, 2], [3, 4])),
  softmax: unary('Softmax', v => core.softmax(v)),
  softplus: unary('Softplus', core.softplus),
  split: unary('SplitV', v => core.add(core.split(v, [2, 2, 3], 1)[1], core.split(v, [2, 2, 3], 1)[0])),
  sqrt: unary('Sqrt', core.sqrt, positive),
  square: unary('Square', core.square),
  squaredDifference: binary('SquaredDifference', core.squaredDifference),
  stack: binary('Pack', (a, b) => core.stack([a, b], 1)),
  step: unary('Step', v => core.step(v, 0.2)),
  'strided slice': unary('StridedSlice', v => core.stridedSlice(v, [1, 0], [5, 7], [2, 3])),
  sub: binary('Sub', core.sub, x, column),
  sum: unary('Sum', v => core.sum(v, 1)),
  'sum of columns': unary('Sum', v => core.sum(v, 0)),
  'sum of the outer axes': unary('Sum', v => core.sum(v, [0, 2]), values([3, 5, 6])),
  'sum of the inner axes': unary('Sum', v => core.sum(v, [1, 2]), values([3, 5, 6])),
  'sum of the middle axis': unary('Sum', v => core.sum(v, [1], true), values([3, 5, 6])),
  'sum of integers': unary('Sum', v => core.sum(v, 0), counted),
  tanh: unary('Tanh', core.tanh),
  tile: unary('Tile', v => core.tile(v, [2, 3])),
  transpose: unary('Transpose', v => core.tanh(core.transpose(v, [2, 0, 1])), values([3, 5, 6])),
  unstack: unary('Unpack', v => core.mul(core.unstack(v, 1)[2], core.unstack(v, 1)[4])),
  zerosLike: unary('ZerosLike', v => core.add(core.zerosLike(v), v)),
  'batch norm': {
    inputs: {
      x: values([4, 6]),
      mean: values([6]),
      variance: values([6], 0.1, 2),
      offset: values([6]),
      scale: values([6]),
    },
    run: inputs =>
      core.batchNorm(
        inputs.x,
        inputs.mean as never,
        inputs.variance as never,
        inputs.offset as never,
        inputs.scale as never,
        0.01,
      ),
    kernels: ['FusedBatchNorm'],
  },
  'fused matMul': {
    inputs: {a: x, b: values([7, 6]), bias: values([6])},
    run: ({a, b, bias}) =>
      core.fused.matMul({a: a as never, b: b as never, transposeA: false, transposeB: false, bias, activation: 'elu'}),
    kernels: ['_FusedMatMul'],
  },
  upsampling: unary('ResizeNearestNeighbor', v => core.image.resizeNearestNeighbor(v as never, [14, 18]), image),
  // One image: of further ones TensorFlow.js' cpu kernel takes the gradient from wrong places.
  'upsampling, gradient': gradients(['ResizeNearestNeighborGrad'], {image: values([1, 7, 6, 3])}, ([v]) =>
    core.image.resizeNearestNeighbor(v as never, [14, 18]),
  ),
};

for (const activation of ['relu', 'relu6', 'sigmoid', 'leakyrelu'] as const)
  kernelCases[`fused matMul, ${activation}`] = {
    inputs: {a: x, b: values([7, 6])},
    run: ({a, b}) =>
      core.fused.matMul({
        a: a as never,
        b: b as never,
        transposeA: false,
        transposeB: false,
        activation,
        leakyreluAlpha: 0.3,
      }),
    kernels: ['_FusedMatMul'],
  };

// Every transposition, and sizes around the blocks of the code.
for (const [m, k, n] of [
  [1, 1, 1],
  [2, 3, 4],
  [4, 5, 1],
  [1, 9, 5],
  [7, 8, 9],
  [13, 3, 17],
  [33, 20, 31],
  [5, 40, 2],
  [3, 1, 8],
])
  for (const transposeA of [false, true])
    for (const transposeB of [false, true])
      kernelCases[
        `matMul ${m} x ${k} x ${n}${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`
      ] = binary(
        'BatchMatMul',
        (a, b) => core.matMul(a as never, b as never, transposeA, transposeB),
        values(transposeA ? [k, m] : [m, k]),
        values(transposeB ? [n, k] : [k, n]),
      );
kernelCases['batched matMul'] = binary(
  'BatchMatMul',
  (a, b) => core.matMul(a, b, false, true),
  values([2, 3, 5, 4]),
  values([2, 3, 6, 4]),
);
kernelCases['batched matMul, broadcast'] = binary(
  'BatchMatMul',
  (a, b) => core.matMul(a, b),
  values([4, 5, 3]),
  values([1, 3, 6]),
);

for (const [stride, pad, dilation] of [
  [1, 'valid', 1],
  [1, 'same', 1],
  [2, 'same', 1],
  [2, 'valid', 1],
  [3, 'valid', 1],
  [1, 'same', 2],
] as const) {
  const filter = values([3, 2, 3, 4]);
  if (dilation > 1) {
    kernelCases[`conv2d ${stride} ${pad} ${dilation}`] = binary(
      'Conv2D',
      (v, w) => core.conv2d(v as never, w as never, stride, pad, 'NHWC', dilation),
      image,
      filter,
    );
    kernelCases[`conv1d ${stride} ${pad} ${dilation}`] = binary(
      'Conv2D',
      (v, w) => core.conv1d(v as never, w as never, stride, pad, 'NWC', dilation),
      values([3, 11, 4]),
      values([3, 4, 5]),
    );
    // TensorFlow.js has no gradients of these.
    continue;
  }
  kernelCases[`conv2d ${stride} ${pad} ${dilation}`] = gradients(
    ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
    {image, filter},
    ([v, w]) => core.conv2d(v as never, w as never, stride, pad, 'NHWC', dilation),
  );
  kernelCases[`conv1d ${stride} ${pad} ${dilation}`] = gradients(
    ['Conv2D'],
    {x: values([3, 11, 4]), filter: values([3, 4, 5])},
    ([v, w]) => core.conv1d(v as never, w as never, stride, pad, 'NWC', dilation),
  );
  kernelCases[`depthwise ${stride} ${pad} ${dilation}`] = gradients(
    ['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
    {image, filter: values([3, 2, 3, 2])},
    ([v, w]) => core.depthwiseConv2d(v as never, w as never, stride, pad, 'NHWC', dilation),
  );
  kernelCases[`max pool ${stride} ${pad}`] = gradients(['MaxPool', 'MaxPoolGrad'], {image: core.relu(image)}, ([v]) =>
    core.maxPool(v as never, [3, 2], stride, pad),
  );
  kernelCases[`average pool ${stride} ${pad}`] = gradients(['AvgPool', 'AvgPoolGrad'], {image}, ([v]) =>
    core.avgPool(v as never, [3, 2], stride, pad),
  );
}
for (const [name, fused, filters, kernel] of [
  ['fused conv2d', core.fused.conv2d, 4, 'FusedConv2D'],
  ['fused depthwise', core.fused.depthwiseConv2d, 1, 'FusedDepthwiseConv2D'],
] as const)
  kernelCases[name] = {
    inputs: {image, filter: values([3, 3, 3, filters]), bias: values([filters === 1 ? 3 : filters])},
    run: inputs =>
      fused({
        x: inputs.image as never,
        filter: inputs.filter as never,
        strides: 1,
        pad: 'same',
        bias: inputs.bias,
        activation: 'relu',
      }),
    kernels: [kernel],
  };

/** What a case gives, by name. */
export function resultsOf({run}: KernelCase, inputs: Tensors): Record<string, Tensor> {
  const result = run({...inputs});
  return Object.fromEntries((Array.isArray(result) ? result : [result]).map((tensor, at) => [`r${at}`, tensor]));
}
