import type {FunctionName, Node} from '../../lower/loop-graph.js';
import type {Constants, KernelContext} from '../kernel.js';
import type {Expression} from '../wasm/code.js';
import {call, f32x4, i32x4, v128} from '../wasm/instructions.js';
import type {FunctionBuilder} from '../wasm/module-builder.js';
import {type Computed, exponential, sigmoid} from './exponential.js';
import {hyperbolicTangent} from './hyperbolic.js';
import {type DoubleFunction, inDouble} from './in-double.js';

type Vector = Expression<'v128'>;
type Inline = (x: readonly Vector[], constants: Constants) => Vector;

const truth = (mask: Vector, constants: Constants): Vector => v128.and(mask, constants.i32x4(1));
const isTrue = (x: Vector): Vector => i32x4.ne(x, v128.zero);
const compared =
  (compare: (a: Vector, b: Vector) => Vector): Inline =>
  ([a, b], constants) =>
    truth(compare(a, b), constants);

const ofFloats: Readonly<Partial<Record<FunctionName, Inline>>> = {
  add: ([a, b]) => f32x4.add(a, b),
  subtract: ([a, b]) => f32x4.sub(a, b),
  multiply: ([a, b]) => f32x4.mul(a, b),
  divide: ([a, b]) => f32x4.div(a, b),
  maximum: ([a, b]) => f32x4.max(a, b),
  minimum: ([a, b]) => f32x4.min(a, b),
  'at-least': ([x, bound]) => f32x4.pmax(x, bound),
  'at-most': ([x, bound]) => f32x4.pmin(x, bound),
  negate: ([x]) => f32x4.neg(x),
  absolute: ([x]) => f32x4.abs(x),
  // 1 with the sign of x where x is not 0 and not NaN.
  sign: ([x], c) =>
    v128.bitselect(
      v128.or(c.f32x4(1), v128.and(x, c.i32x4(-0x80000000))),
      x,
      v128.or(f32x4.lt(x, c.f32x4(0)), f32x4.gt(x, c.f32x4(0))),
    ),
  'square-root': ([x]) => f32x4.sqrt(x),
  floor: ([x]) => f32x4.floor(x),
  ceiling: ([x]) => f32x4.ceil(x),
  round: ([x]) => f32x4.nearest(x),
  less: compared(f32x4.lt),
  'less-or-equal': compared(f32x4.le),
  greater: compared(f32x4.gt),
  'greater-or-equal': compared(f32x4.ge),
  equal: compared(f32x4.eq),
  'not-equal': compared(f32x4.ne),
  'to-integer': ([x]) => i32x4.trunc_sat_f32x4_s(x),
  'to-bool': ([x], c) => truth(f32x4.ne(x, c.f32x4(0)), c),
};

const ofIntegers: Readonly<Partial<Record<FunctionName, Inline>>> = {
  add: ([a, b]) => i32x4.add(a, b),
  subtract: ([a, b]) => i32x4.sub(a, b),
  multiply: ([a, b]) => i32x4.mul(a, b),
  maximum: ([a, b]) => i32x4.max_s(a, b),
  minimum: ([a, b]) => i32x4.min_s(a, b),
  'at-least': ([a, b]) => i32x4.max_s(a, b),
  'at-most': ([a, b]) => i32x4.min_s(a, b),
  negate: ([x]) => i32x4.neg(x),
  absolute: ([x]) => i32x4.abs(x),
  less: compared(i32x4.lt_s),
  'less-or-equal': compared(i32x4.le_s),
  greater: compared(i32x4.gt_s),
  'greater-or-equal': compared(i32x4.ge_s),
  equal: compared(i32x4.eq),
  'not-equal': compared(i32x4.ne),
  and: ([a, b]) => v128.and(a, b),
  or: ([a, b]) => v128.or(a, b),
  not: ([x], c) => v128.xor(x, c.i32x4(1)),
  'to-float': ([x]) => f32x4.convert_i32x4_s(x),
  'to-bool': ([x], c) => truth(isTrue(x), c),
};

/** Functions of one float that are written where they are used. */
const inline: Readonly<
  Partial<Record<FunctionName, (x: Vector, f: FunctionBuilder, constants: Constants) => Computed>>
> = {exp: exponential, sigmoid, tanh: hyperbolicTangent};

const inDoublePrecision: Readonly<Partial<Record<FunctionName, DoubleFunction>>> = {
  erf: 'erf',
  expm1: 'expm1',
  log: 'log',
  log1p: 'log1p',
  power: 'power',
  softplus: 'softplus',
};

/** A function of vectors of four numbers. */
export function applyFunction(
  {name, type}: Extract<Node, {kind: 'apply'}>,
  taken: readonly Vector[],
  f: FunctionBuilder,
  context: KernelContext,
): Computed {
  if (name === 'select') {
    const [condition, yes, no] = taken;
    return {code: [], value: v128.bitselect(yes, no, isTrue(condition))};
  }
  const simple = (type === 'float32' ? ofFloats : ofIntegers)[name];
  if (simple) return {code: [], value: simple(taken, context.constants.of(f))};
  const written = type === 'float32' ? inline[name] : undefined;
  if (written) return written(taken[0], f, context.constants.of(f));
  const double = type === 'float32' ? inDoublePrecision[name] : undefined;
  if (!double) throw new Error(`there is no ${name} of ${type}`);
  const index = context.shared(double, own => inDouble(double, taken.length, own));
  return {code: [], value: call(index, [...taken])};
}
