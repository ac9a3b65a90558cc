import {type Shape, sizeOf} from '../../../model/shape.js';
import {numbers, positive, reducedAxes} from '../graph/attributes.js';
import type {Operand, Operation} from '../graph/kernel-graph.js';
import type {Batching, BatchRule} from './batching.js';

/** Broadcasting kernels: the axis of trials comes before all others. */
const elementwise: BatchRule = (operation, batching) => {
  const rank = batching.shapeOf(operation.outputs[0]).length;
  batching.give(
    operation,
    mapped(operation, operand => batching.aligned(operand, rank)),
  );
};

/** Kernels of one tensor, or of several of one shape, that name axes: these move back by one. */
function moved(
  attributesOf: (attributes: Operation['attributes'], shape: Shape) => Record<string, unknown>,
): BatchRule {
  return (operation, batching) => {
    const [first] = Object.values(operation.inputs);
    batching.give(
      operation,
      mapped(operation, operand => batching.leading(operand)),
      {...operation.attributes, ...attributesOf(operation.attributes, first.shape)},
    );
  };
}

/** Images: those of all trials are one batch. */
const together: BatchRule = (operation, batching) => {
  const [output] = operation.outputs;
  const [first, ...rest] = batching.shapeOf(output);
  const merged = mapped(operation, operand => batching.merged(operand));
  const shape = [batching.count * first, ...rest];
  const made = batching.emit(operation.kernel, merged, inOneBatch(operation, shape), shape, batching.typeOf(output));
  batching.giveSeen(output, made);
};

/** Attributes that hold the shape of what a gradient is of. */
function inOneBatch({attributes}: Operation, shape: Shape): Operation['attributes'] {
  return 'inputShape' in attributes ? {...attributes, inputShape: shape} : attributes;
}

/** Convolutions whose filters differ: one trial after the other. With one filter for all, images are one batch. */
function convolution(filter: string | undefined): BatchRule {
  return (operation, batching) => {
    const shared = filter !== undefined && !batching.varies(operation.inputs[filter]);
    if (shared && !operation.inputs.bias && !operation.inputs.preluActivationWeights)
      return convolved(operation, filter, batching);
    const parts = Object.entries(operation.inputs).map(
      ([name, operand]) => [name, ofEachTrial(operand, batching)] as const,
    );
    const [output] = operation.outputs;
    const made = Array.from({length: batching.count}, (_, trial) =>
      batching.emit(
        operation.kernel,
        Object.fromEntries(parts.map(([name, trials]) => [name, trials[trial]])),
        operation.attributes,
        batching.shapeOf(output),
        batching.typeOf(output),
      ),
    );
    batching.giveSeen(
      output,
      batching.emit(
        'Pack',
        Object.fromEntries(made.map((operand, trial) => [String(trial), operand])),
        {axis: 0},
        [batching.count, ...batching.shapeOf(output)],
        batching.typeOf(output),
      ),
    );
  };
}

function convolved(operation: Operation, filter: string, batching: Batching): void {
  const [output] = operation.outputs;
  const [first, ...rest] = batching.shapeOf(output);
  const shape = [batching.count * first, ...rest];
  const inputs = Object.fromEntries(
    Object.entries(operation.inputs).map(([name, operand]) => [
      name,
      name === filter ? batching.plain(operand) : batching.merged(operand),
    ]),
  );
  batching.giveSeen(
    output,
    batching.emit(operation.kernel, inputs, inOneBatch(operation, shape), shape, batching.typeOf(output)),
  );
}

function ofEachTrial(operand: Operand, batching: Batching): Operand[] {
  if (!batching.varies(operand)) return new Array<Operand>(batching.count).fill(batching.plain(operand));
  const made = Array.from({length: batching.count}, () => ({
    shape: operand.shape,
    dtype: batching.typeOf(operand.value),
  }));
  return batching
    .emitAll('Unpack', {value: batching.leading(operand)}, {axis: 0}, made)
    .map(value => ({value, shape: operand.shape}));
}

const matMul: BatchRule = (operation, batching) => {
  batching.give(operation, matrices(operation, batching));
};

/** Matrices of all trials; those that don't vary are used for each. */
function matrices({inputs, outputs: [output]}: Operation, batching: Batching): {a: Operand; b: Operand} {
  const rank = batching.shapeOf(output).length;
  const aligned = (operand: Operand): Operand => {
    const {value, shape} = batching.aligned(operand, rank);
    return shape.length > rank ? {value, shape} : {value, shape: [...ones(rank + 1 - shape.length), ...shape]};
  };
  return {a: aligned(inputs.a), b: aligned(inputs.b)};
}

/** The product, then its bias and activation each by itself. */
const fusedMatMul: BatchRule = (operation, batching) => {
  const {inputs, attributes, outputs} = operation;
  const [output] = outputs;
  const own = batching.shapeOf(output);
  const shape = [batching.count, ...own];
  const {transposeA, transposeB} = attributes;
  const product = matrices(operation, batching);
  let made = batching.emit('BatchMatMul', {...product}, {transposeA, transposeB}, shape, 'float32');
  if (inputs.bias)
    made = batching.emit('Add', {a: made, b: batching.aligned(inputs.bias, own.length)}, {}, shape, 'float32');
  const activation = String(attributes.activation ?? 'linear');
  if (activation === 'prelu')
    made = batching.emit(
      'Prelu',
      {x: made, alpha: batching.aligned(inputs.preluActivationWeights, own.length)},
      {},
      shape,
      'float32',
    );
  else if (activation !== 'linear')
    made = batching.emit(FUSED[activation], {x: made}, {alpha: attributes.leakyreluAlpha}, shape, 'float32');
  batching.giveSeen(output, made);
};

const FUSED: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
};

/** (x - mean) scale / sqrt(variance + epsilon) + offset, each step by itself: the kernel takes one mean for all. */
const batchNormalization: BatchRule = ({inputs, attributes, outputs: [output]}, batching) => {
  const own = batching.shapeOf(output);
  const shape = [batching.count, ...own];
  const wide = (kernel: string, a: Operand, b: Operand) => batching.emit(kernel, {a, b}, {}, shape, 'float32');
  const of = (name: string) => batching.aligned(inputs[name], own.length);
  const variance = of('variance');
  const epsilon = batching.constant(Float32Array.of(Number(attributes.varianceEpsilon)), [], 'float32');
  const raised = batching.emit('Add', {a: variance, b: epsilon}, {}, variance.shape, 'float32');
  const deviation = batching.emit('Sqrt', {x: raised}, {}, variance.shape, 'float32');
  const centered = wide('Sub', of('x'), of('mean'));
  const scaled = wide('RealDiv', inputs.scale ? wide('Multiply', centered, of('scale')) : centered, deviation);
  batching.giveSeen(output, inputs.offset ? wide('Add', scaled, of('offset')) : scaled);
};

/** A condition of one axis chooses whole rows. */
const select: BatchRule = (operation, batching) => {
  const {inputs, outputs} = operation;
  const rank = batching.shapeOf(outputs[0]).length;
  const {condition} = inputs;
  const rows =
    condition.shape.length === 1 && rank > 1
      ? {...condition, shape: [condition.shape[0], ...ones(rank - 1)]}
      : condition;
  const aligned = (operand: Operand) => batching.aligned(operand, rank);
  // A condition of one axis would be one of rows again.
  const full = {...rows, shape: [...ones(rank - rows.shape.length), ...rows.shape]};
  const chosen = aligned(batching.varies(condition) ? full : {...full, shape: [1, ...full.shape]});
  batching.give(operation, {condition: chosen, t: aligned(inputs.t), e: aligned(inputs.e)});
};

/** Rows of one tensor for all trials, or of each trial's own. */
const gather: BatchRule = (operation, batching) => {
  const {inputs, attributes} = operation;
  const [axis] = numbers(attributes.axis);
  const batchDims = Number(attributes.batchDims ?? 0);
  const {x, indices} = inputs;
  if (batching.varies(x)) {
    const own = batching.varies(indices) || batchDims > 0;
    batching.give(
      operation,
      {x: batching.leading(x), indices: own ? batching.leading(indices) : batching.plain(indices)},
      {...attributes, axis: axis + 1, batchDims: own ? batchDims + 1 : 0},
    );
    return;
  }
  // From the first axis on, all trials' indices are just more of them.
  if (axis === 0) batching.give(operation, {x: batching.plain(x), indices: batching.leading(indices)});
  else
    batching.give(
      operation,
      {x: batching.leading(x), indices: batching.leading(indices)},
      {...attributes, axis: axis + 1, batchDims: batchDims + 1},
    );
};

/** Every trial's segments are others than the next one's. */
const segmentSum: BatchRule = ({kernel, inputs, attributes, outputs: [output]}, batching) => {
  const [segments, ...rest] = batching.shapeOf(output);
  const {segmentIds, x} = inputs;
  const ids = batching.leading(segmentIds);
  const first = batching.constant(
    Int32Array.from({length: batching.count}, (_, trial) => trial * segments),
    [batching.count, ...ones(segmentIds.shape.length)],
    'int32',
  );
  const own = batching.emit('Add', {a: ids, b: first}, {}, ids.shape, 'int32');
  const shape = [batching.count * segments, ...rest];
  const taken = {x: batching.merged(x), segmentIds: {value: own.value, shape: [sizeOf(own.shape)]}};
  const all = {...attributes, numSegments: batching.count * segments};
  batching.giveSeen(output, batching.emit(kernel, taken, all, shape, batching.typeOf(output)));
};

/** What only looks at the same numbers in another shape. */
const seen: BatchRule = ({inputs, outputs: [output]}, batching) => {
  batching.giveSeen(output, batching.leading(Object.values(inputs)[0]));
};

/** Kernels that don't broadcast. */
const sameShape = moved(() => ({}));
const axisMoved = moved(({axis}, shape) => ({axis: positive(Number(axis), shape.length) + 1}));
/** The output has one axis more than the inputs. */
const packed = moved(({axis}, shape) => ({axis: positive(Number(axis), shape.length + 1) + 1}));
const reduction = moved((attributes, shape) => {
  const axes = reducedAxes(attributes, shape.length).map(axis => axis + 1);
  return 'reductionIndices' in attributes ? {reductionIndices: axes} : {axis: axes};
});

const slice: BatchRule = (operation, batching) => {
  const {attributes, outputs} = operation;
  batching.give(
    operation,
    mapped(operation, operand => batching.leading(operand)),
    {
      begin: [0, ...numbers(attributes.begin)],
      size: [batching.count, ...batching.shapeOf(outputs[0])],
    },
  );
};

const stridedSlice: BatchRule = (operation, batching) => {
  const {attributes} = operation;
  const all = {
    begin: [0, ...numbers(attributes.begin)],
    end: [batching.count, ...numbers(attributes.end)],
    strides: [1, ...numbers(attributes.strides)],
  };
  batching.give(
    operation,
    mapped(operation, operand => batching.leading(operand)),
    {...attributes, ...all},
  );
};

const mapped = ({inputs}: Operation, map: (operand: Operand) => Operand): Record<string, Operand> =>
  Object.fromEntries(Object.entries(inputs).map(([name, operand]) => [name, map(operand)] as const));

function ones(count: number): number[] {
  return new Array<number>(count).fill(1);
}

const ELEMENTWISE =
  'Abs Add Cast Ceil ClipByValue Elu Equal Erf Exp Expm1 Floor Greater GreaterEqual IsNan LeakyRelu Less ' +
  'LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Multiply Neg NotEqual OnesLike Pow Prelu ' +
  'RealDiv Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Softplus Sqrt Square SquaredDifference Step Sub Tanh ZerosLike';

export const batchRules: Readonly<Record<string, BatchRule | undefined>> = {
  ...Object.fromEntries(ELEMENTWISE.split(' ').map(kernel => [kernel, elementwise])),
  AddN: sameShape,
  All: reduction,
  Any: reduction,
  AvgPool: together,
  AvgPoolGrad: together,
  BatchMatMul: matMul,
  Concat: axisMoved,
  Conv2D: convolution('filter'),
  Conv2DBackpropFilter: convolution(undefined),
  Conv2DBackpropInput: convolution('filter'),
  DepthwiseConv2dNative: convolution('filter'),
  DepthwiseConv2dNativeBackpropFilter: convolution(undefined),
  DepthwiseConv2dNativeBackpropInput: convolution('filter'),
  EluGrad: sameShape,
  ExpandDims: seen,
  FusedBatchNorm: batchNormalization,
  FusedConv2D: convolution('filter'),
  FusedDepthwiseConv2D: convolution('filter'),
  GatherV2: gather,
  Identity: seen,
  Max: reduction,
  MaxPool: together,
  MaxPoolGrad: together,
  Mean: reduction,
  Min: reduction,
  Pack: packed,
  OneHot: sameShape,
  PadV2: moved(({paddings}) => ({paddings: [[0, 0], ...(paddings as readonly unknown[])]})),
  Prod: reduction,
  Reshape: seen,
  ResizeNearestNeighbor: together,
  ResizeNearestNeighborGrad: together,
  Reverse: moved(({dims}, shape) => ({dims: axesAfter(dims, shape)})),
  Select: select,
  Slice: slice,
  Softmax: moved((_, shape) => ({dim: shape.length})),
  SplitV: axisMoved,
  StridedSlice: stridedSlice,
  Sum: reduction,
  Tile: moved(({reps}) => ({reps: [1, ...numbers(reps)]})),
  Transpose: moved(({perm}) => ({perm: [0, ...numbers(perm).map(axis => axis + 1)]})),
  Unpack: axisMoved,
  UnsortedSegmentSum: segmentSum,
  _FusedMatMul: fusedMatMul,
};

function axesAfter(dims: unknown, shape: Shape): number[] {
  return reducedAxes({axis: dims}, shape.length).map(axis => axis + 1);
}
