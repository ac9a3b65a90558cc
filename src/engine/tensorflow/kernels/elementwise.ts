import type {Operation} from '../../common/graph/kernel-graph.js';
import type {FunctionWriter, GraphTensor} from '../function-writer.js';
import {type KernelRule, type Site, shapeOfOutput} from './kernel-rule.js';

/** An operation of one input, which has the kernel's shape and type. */
function unary(operation: string): KernelRule {
  return ({inputs}, {f, take}) => f.same(operation, [take(inputs.x)]);
}

function binary(operation: string): KernelRule {
  return ({inputs}, site) => site.f.same(operation, [site.take(inputs.a), site.take(inputs.b)], shapeOfOutput(site));
}

function comparison(operation: string): KernelRule {
  return ({inputs}, site) => site.f.compare(operation, site.take(inputs.a), site.take(inputs.b), shapeOfOutput(site));
}

/** An operation on truth values, which has no type attribute. */
function logical(operation: string, names: readonly string[]): KernelRule {
  return ({inputs}, site) =>
    site.f.one(
      operation,
      names.map(name => site.f.cast(site.take(inputs[name]), 'bool')),
      {},
      site.outputs[0],
    );
}

/** The gradient of an activation of y, given that of y. */
function gradient(operation: string): KernelRule {
  return ({inputs}, {f, take}) => f.same(operation, [take(inputs.y), take(inputs.dy)]);
}

const leakyRelu = (f: FunctionWriter, x: GraphTensor, alpha: unknown): GraphTensor =>
  f.same('LeakyRelu', [x], x.shape, {alpha: {float: Number(alpha)}});

/** alpha x where x is negative. */
const prelu = (f: FunctionWriter, x: GraphTensor, alpha: GraphTensor): GraphTensor =>
  f.select(f.compare('Less', x, f.scalar(0, 'float32')), f.same('Mul', [alpha, x], x.shape), x);

/** A condition of one axis chooses whole rows. */
const select: KernelRule = ({inputs}, site) => {
  const {f, take} = site;
  const shape = shapeOfOutput(site);
  const condition = f.cast(take(inputs.condition), 'bool');
  const rows =
    condition.shape.length === 1 && shape.length > 1
      ? f.reshape(condition, [condition.shape[0], ...shape.slice(1).map(() => 1)])
      : condition;
  return f.select(rows, take(inputs.t), take(inputs.e), shape);
};

/** x where it is no number, else alpha where it isn't above 0, else 1. */
const step: KernelRule = ({inputs, attributes}, {f, take}) => {
  const x = take(inputs.x);
  const numbers = [Number(attributes.alpha), 1].map(value => f.scalar(value, 'float32'));
  const stepped = f.select(f.compare('LessEqual', x, f.scalar(0, 'float32')), numbers[0], numbers[1], x.shape);
  const isNumber = f.compare('Equal', x, x);
  return f.select(isNumber, stepped, x);
};

/** (x - mean) scale / sqrt(variance + epsilon) + offset */
const batchNormalization: KernelRule = ({inputs, attributes}, {f, take}) => {
  const x = take(inputs.x);
  const wide = (operation: string, a: GraphTensor, b: GraphTensor) => f.same(operation, [a, b], x.shape);
  const variance = take(inputs.variance);
  const epsilon = f.scalar(Number(attributes.varianceEpsilon), 'float32');
  const deviation = f.same('Sqrt', [f.same('AddV2', [variance, epsilon])]);
  const centered = wide('Sub', x, take(inputs.mean));
  const scaled = wide('RealDiv', inputs.scale ? wide('Mul', centered, take(inputs.scale)) : centered, deviation);
  return inputs.offset ? wide('AddV2', scaled, take(inputs.offset)) : scaled;
};

/** The activation that a fused kernel ends with. */
export function activated(x: GraphTensor, {inputs, attributes}: Operation, {f, take, refuse}: Site): GraphTensor {
  switch (attributes.activation ?? 'linear') {
    case 'linear':
      return x;
    case 'relu':
      return f.same('Relu', [x]);
    case 'relu6':
      return f.same('Relu6', [x]);
    case 'elu':
      return f.same('Elu', [x]);
    case 'sigmoid':
      return f.same('Sigmoid', [x]);
    case 'leakyrelu':
      return leakyRelu(f, x, attributes.leakyreluAlpha);
    case 'prelu':
      return prelu(f, x, take(inputs.preluActivationWeights));
    default:
      return refuse(`the fused activation ${attributes.activation}`);
  }
}

const UNARY = [
  ...['Abs', 'Ceil', 'Elu', 'Erf', 'Exp', 'Expm1', 'Floor', 'Log', 'Log1p', 'Neg', 'OnesLike', 'Reciprocal', 'Relu'],
  ...['Relu6', 'Round', 'Rsqrt', 'Selu', 'Sigmoid', 'Sign', 'Softplus', 'Sqrt', 'Square', 'Tanh', 'ZerosLike'],
];
const COMPARISONS = ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'NotEqual'];

export const elementwiseRules: Readonly<Record<string, KernelRule>> = {
  ...Object.fromEntries(UNARY.map(kernel => [kernel, unary(kernel)])),
  ...Object.fromEntries(COMPARISONS.map(kernel => [kernel, comparison(kernel)])),
  Add: binary('AddV2'),
  AddN: ({inputs}, site) => {
    const tensors = Object.values(inputs).map(operand => site.take(operand));
    return site.f.same('AddN', tensors, shapeOfOutput(site), {N: {integer: tensors.length}});
  },
  Cast: ({inputs}, {f, take, outputs: [{type}]}) => f.cast(take(inputs.x), type),
  ClipByValue: ({inputs, attributes: {clipValueMin, clipValueMax}}, {f, take}) =>
    f.same('ClipByValue', [
      take(inputs.x),
      f.scalar(Number(clipValueMin), 'float32'),
      f.scalar(Number(clipValueMax), 'float32'),
    ]),
  EluGrad: ({inputs}, {f, take}) => f.same('EluGrad', [take(inputs.dy), take(inputs.y)]),
  FusedBatchNorm: batchNormalization,
  IsNan: ({inputs}, {f, take}) => {
    const x = take(inputs.x);
    return f.one('IsNan', [x], {T: {type: x.type}}, {type: 'bool', shape: x.shape});
  },
  LeakyRelu: ({inputs, attributes}, {f, take}) => leakyRelu(f, take(inputs.x), attributes.alpha),
  LogicalAnd: logical('LogicalAnd', ['a', 'b']),
  LogicalNot: logical('LogicalNot', ['x']),
  LogicalOr: logical('LogicalOr', ['a', 'b']),
  Maximum: binary('Maximum'),
  Minimum: binary('Minimum'),
  Multiply: binary('Mul'),
  Pow: binary('Pow'),
  Prelu: ({inputs}, {f, take}) => prelu(f, take(inputs.x), take(inputs.alpha)),
  RealDiv: binary('RealDiv'),
  Select: select,
  SigmoidGrad: gradient('SigmoidGrad'),
  SquaredDifference: binary('SquaredDifference'),
  Step: step,
  Sub: binary('Sub'),
  TanhGrad: gradient('TanhGrad'),
};
