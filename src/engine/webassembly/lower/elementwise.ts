import type {DataType, Operation} from '../../common/graph/kernel-graph.js';
import type {Expression, ExpressionWriter} from './expression.js';
import type {FunctionName} from './loop-graph.js';
import type {Lowering, Rule} from './lowering.js';
import {broadcast, type View} from './view.js';

type Formula = (of: ExpressionWriter, x: readonly Expression[], attributes: Operation['attributes']) => Expression;

/** An element-wise kernel with inputs in this order; formulas are those of TensorFlow.js' cpu kernels. */
function elementwise(names: readonly string[], formula: Formula): Rule {
  return ({inputs, attributes, outputs: [output]}, lowering) => {
    const result = lowering.fresh(lowering.shapeOf(output), lowering.typeOf(output));
    const views = names.map(name => lowering.take(inputs[name]));
    lowering.map(result, views, (x, of) => of.cast(formula(of, x, attributes), lowering.typeOf(output)));
    lowering.give(output, result);
  };
}

const unary = (formula: (of: ExpressionWriter, x: Expression, attributes: Operation['attributes']) => Expression) =>
  elementwise(['x'], (of, [x], attributes) => formula(of, x, attributes));
const unaryNamed = (name: FunctionName) => unary((of, x) => of.apply(name, x));
const binary = (formula: (of: ExpressionWriter, a: Expression, b: Expression) => Expression) =>
  elementwise(['a', 'b'], (of, [a, b]) => formula(of, a, b));
const binaryNamed = (name: FunctionName) => binary((of, a, b) => of.apply(name, a, b));

const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

const elu = (of: ExpressionWriter, x: Expression): Expression =>
  of.apply('select', of.with('greater-or-equal', x, 0), x, of.apply('expm1', x));
const relu = (of: ExpressionWriter, x: Expression): Expression => of.with('at-least', x, 0);
const leakyRelu = (of: ExpressionWriter, x: Expression, alpha: number): Expression =>
  of.apply('select', of.with('less', x, 0), of.with('multiply', x, alpha), x);

/** The activations that a fused kernel may end with. */
export const fusedActivations: Readonly<
  Record<string, (of: ExpressionWriter, x: Expression, alpha: number) => Expression>
> = {
  relu,
  relu6: (of, x) => of.with('at-most', relu(of, x), 6),
  elu,
  leakyrelu: leakyRelu,
  sigmoid: (of, x) => of.apply('sigmoid', x),
};

const castTo = (operation: Operation, lowering: Lowering): void => {
  const [output] = operation.outputs;
  const type: DataType = lowering.typeOf(output);
  const view = lowering.take(operation.inputs.x);
  const result = lowering.fresh(lowering.shapeOf(output), type);
  lowering.map(result, [view], ([x], of) => of.cast(x, type));
  lowering.give(output, result);
};

/** A condition of one axis chooses whole rows. */
const select: Rule = ({inputs, outputs: [output]}, lowering) => {
  const shape = lowering.shapeOf(output);
  const condition = lowering.take(inputs.condition);
  const rows: View =
    condition.shape.length === 1 && shape.length > 1
      ? lowering.reshape(condition, [condition.shape[0], ...shape.slice(1).map(() => 1)])
      : condition;
  const result = lowering.fresh(shape, lowering.typeOf(output));
  lowering.map(
    result,
    [broadcast(rows, shape), lowering.take(inputs.t), lowering.take(inputs.e)],
    ([chosen, yes, no], of) => of.apply('select', chosen, yes, no),
  );
  lowering.give(output, result);
};

/** A function of WebAssembly can take a thousand addresses; sums of more are taken in parts. */
const MOST_ADDED = 100;

const addAll: Rule = ({inputs, outputs: [output]}, lowering) => {
  const views = Object.values(inputs).map(operand => lowering.take(operand));
  let sum: View | undefined;
  for (let at = 0; at < views.length; at += MOST_ADDED) {
    const part = views.slice(at, at + MOST_ADDED);
    const result = lowering.fresh(lowering.shapeOf(output), lowering.typeOf(output));
    lowering.map(result, sum ? [sum, ...part] : part, ([first, ...rest], of) =>
      rest.reduce((total, x) => of.apply('add', total, x), first),
    );
    sum = result;
  }
  if (sum) lowering.give(output, sum);
};

/** (x - mean) / sqrt(variance + epsilon) scale + offset */
const batchNormalization: Rule = ({inputs, attributes, outputs: [output]}, lowering) => {
  const result = lowering.fresh(lowering.shapeOf(output), 'float32');
  const names = ['x', 'mean', 'variance', 'scale', 'offset'].filter(name => name in inputs);
  lowering.map(
    result,
    names.map(name => lowering.take(inputs[name])),
    (taken, of) => {
      const at = (name: string): Expression | undefined => taken[names.indexOf(name)];
      const deviation = of.apply('square-root', of.with('add', taken[2], Number(attributes.varianceEpsilon)));
      const centered = of.apply('subtract', taken[0], taken[1]);
      const scale = at('scale');
      const scaled = of.apply('divide', scale ? of.apply('multiply', centered, scale) : centered, deviation);
      const offset = at('offset');
      return offset ? of.apply('add', scaled, offset) : scaled;
    },
  );
  lowering.give(output, result);
};

const power = binary((of, base, exponent) => of.apply('power', base, exponent));

export const elementwiseRules: Readonly<Record<string, Rule>> = {
  Abs: unaryNamed('absolute'),
  Add: binaryNamed('add'),
  AddN: addAll,
  Cast: castTo,
  Ceil: unaryNamed('ceiling'),
  ClipByValue: unary((of, x, {clipValueMin, clipValueMax}) =>
    of.with('at-most', of.with('at-least', x, Number(clipValueMin)), Number(clipValueMax)),
  ),
  Elu: unary(elu),
  EluGrad: elementwise(['dy', 'y'], (of, [dy, y]) =>
    of.apply('select', of.with('greater-or-equal', y, 0), dy, of.apply('multiply', dy, of.with('add', y, 1))),
  ),
  Equal: binaryNamed('equal'),
  Erf: unaryNamed('erf'),
  Exp: unaryNamed('exp'),
  Expm1: unaryNamed('expm1'),
  Floor: unaryNamed('floor'),
  FusedBatchNorm: batchNormalization,
  Greater: binaryNamed('greater'),
  GreaterEqual: binaryNamed('greater-or-equal'),
  IsNan: unary((of, x) => of.apply('not-equal', x, x)),
  LeakyRelu: unary((of, x, {alpha}) => leakyRelu(of, x, Number(alpha))),
  Less: binaryNamed('less'),
  LessEqual: binaryNamed('less-or-equal'),
  Log: unaryNamed('log'),
  Log1p: unaryNamed('log1p'),
  LogicalAnd: binaryNamed('and'),
  LogicalNot: unaryNamed('not'),
  LogicalOr: binaryNamed('or'),
  Maximum: binaryNamed('maximum'),
  Minimum: binaryNamed('minimum'),
  Multiply: binaryNamed('multiply'),
  Neg: unaryNamed('negate'),
  NotEqual: binaryNamed('not-equal'),
  OnesLike: unary((of, x) => of.constant(1, x.type)),
  Pow: power,
  Prelu: elementwise(['x', 'alpha'], (of, [x, alpha]) =>
    of.apply('select', of.with('less', x, 0), of.apply('multiply', alpha, x), x),
  ),
  RealDiv: binaryNamed('divide'),
  Reciprocal: unary((of, x) => of.apply('divide', of.constant(1), x)),
  Relu: unary(relu),
  Relu6: unary((of, x) => of.with('at-most', relu(of, x), 6)),
  Round: unaryNamed('round'),
  Rsqrt: unary((of, x) => of.apply('divide', of.constant(1), of.apply('square-root', x))),
  Select: select,
  Selu: unary((of, x) =>
    of.apply(
      'select',
      of.with('greater-or-equal', x, 0),
      of.with('multiply', x, SELU_SCALE),
      of.with('multiply', of.apply('expm1', x), SELU_SCALE_ALPHA),
    ),
  ),
  Sigmoid: unaryNamed('sigmoid'),
  Sign: unaryNamed('sign'),
  Softplus: unaryNamed('softplus'),
  Sqrt: unaryNamed('square-root'),
  Square: unary((of, x) => of.apply('multiply', x, x)),
  SquaredDifference: binary((of, a, b) => {
    const difference = of.apply('subtract', a, b);
    return of.apply('multiply', difference, difference);
  }),
  Step: unary((of, x, {alpha}) =>
    of.apply(
      'select',
      of.apply('not-equal', x, x),
      x,
      of.apply('select', of.with('less-or-equal', x, 0), of.constant(Number(alpha)), of.constant(1)),
    ),
  ),
  Sub: binaryNamed('subtract'),
  Tanh: unaryNamed('tanh'),
  ZerosLike: unary((of, x) => of.constant(0, x.type)),
};
