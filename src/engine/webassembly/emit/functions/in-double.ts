import type {KernelContext} from '../kernel.js';
import type {Code, Expression} from '../wasm/code.js';
import {f32x4, f64x2, i32x4, i64x2, v128} from '../wasm/instructions.js';
import {FunctionBuilder} from '../wasm/module-builder.js';
import {ERF_POLYNOMIAL} from './erf-polynomial.js';

/** A function of two doubles, of which it may need several; written once per half of a vector of floats. */
type Formula = (x: readonly Expression<'v128'>[], at: Doubles) => Expression<'v128'>;

/** Writes formulas in double precision: so their results, rounded to float32, are within 1 ulp. */
class Doubles {
  private readonly code: Code[] = [];

  constructor(
    readonly f: FunctionBuilder,
    private readonly context: KernelContext,
  ) {}

  c(value: number): Expression<'v128'> {
    return this.context.constants.of(this.f).f64x2(value);
  }

  integer(value: bigint): Expression<'v128'> {
    return this.context.constants.of(this.f).i64x2(value);
  }

  /** Keeps a value that is used more than once. */
  keep(value: Expression<'v128'>): Expression<'v128'> {
    const local = this.f.local('v128');
    this.code.push(local.set(value));
    return local.get;
  }

  /** c0 + c1 x + c2 x^2 + ... */
  polynomial(x: Expression<'v128'>, coefficients: readonly number[]): Expression<'v128'> {
    const [last, ...rest] = [...coefficients].reverse();
    return rest.reduce<Expression<'v128'>>(
      (sum, coefficient) => f64x2.add(f64x2.mul(sum, x), this.c(coefficient)),
      this.c(last),
    );
  }

  taken(): Code {
    return this.code.splice(0);
  }
}

/** 1, 1/2!, 1/3!, ... */
const FACTORIALS = Array.from({length: 13}, (_, n) => {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return 1 / product;
});

/** x = n ln 2 + r: 2^n, and 2^n (e^r - 1), of which nothing is lost where x is close to 0. */
function powerAndRest(x: Expression<'v128'>, at: Doubles): {power: Expression<'v128'>; rest: Expression<'v128'>} {
  const n = at.keep(f64x2.nearest(f64x2.mul(x, at.c(Math.LOG2E))));
  const r = at.keep(f64x2.sub(x, f64x2.mul(n, at.c(Math.LN2))));
  const series = at.keep(f64x2.mul(r, at.polynomial(r, FACTORIALS.slice(1))));
  // 2^n, of whole numbers that a conversion has brought to the low half of each lane.
  const whole = i32x4.trunc_sat_f64x2_s_zero(n);
  const lanes = v128.shuffle32(whole, v128.zero, [0, 4, 1, 5]);
  const power = at.keep(i64x2.shl(i64x2.add(lanes, at.integer(1023n)), 52));
  return {power, rest: f64x2.mul(power, series)};
}

function exponentialMinusOne(x: Expression<'v128'>, at: Doubles): Expression<'v128'> {
  const {power, rest} = powerAndRest(x, at);
  return f64x2.add(rest, f64x2.sub(power, at.c(1)));
}

function exponential(x: Expression<'v128'>, at: Doubles): Expression<'v128'> {
  const {power, rest} = powerAndRest(x, at);
  return at.keep(f64x2.add(rest, power));
}

/** Bounds within which 2^n is a normal double; beyond them float32 has 0 or infinity. */
function bounded(x: Expression<'v128'>, at: Doubles): Expression<'v128'> {
  return at.keep(f64x2.pmin(f64x2.pmax(x, at.c(-600)), at.c(600)));
}

const ATANH_SERIES = Array.from({length: 11}, (_, k) => 2 / (2 * k + 1));

/** ln(1 + x) for x in (-0.3, 0.42) and further, to 1: 2 atanh(x / (2 + x)). */
function logarithmNearOne(x: Expression<'v128'>, at: Doubles): Expression<'v128'> {
  const s = at.keep(f64x2.div(x, f64x2.add(x, at.c(2))));
  return f64x2.mul(s, at.polynomial(at.keep(f64x2.mul(s, s)), ATANH_SERIES));
}

/** ln x of doubles: x = 2^n m with m from sqrt(1/2) to sqrt 2. 0 gives -infinity, less gives NaN. */
function logarithm(x: Expression<'v128'>, at: Doubles): Expression<'v128'> {
  const bits = at.keep(i64x2.sub(x, at.integer(SQRT_HALF_BITS)));
  const exponent = at.keep(i64x2.shr_s(bits, 52));
  const mantissa = i64x2.sub(x, i64x2.shl(exponent, 52));
  const low = v128.shuffle32(exponent, exponent, [0, 2, 0, 2]);
  const n = f64x2.convert_low_i32x4_s(low);
  const value = f64x2.add(logarithmNearOne(f64x2.sub(mantissa, at.c(1)), at), f64x2.mul(n, at.c(Math.LN2)));
  const kept = at.keep(value);
  // Where x is no positive number that has a logarithm: infinity and NaN stay, 0 gives -infinity, less NaN.
  const ordinary = v128.and(f64x2.gt(x, at.c(0)), f64x2.lt(x, at.c(Number.POSITIVE_INFINITY)));
  const special = v128.bitselect(
    at.c(Number.NEGATIVE_INFINITY),
    v128.bitselect(at.c(Number.NaN), x, f64x2.lt(x, at.c(0))),
    f64x2.eq(x, at.c(0)),
  );
  return v128.bitselect(kept, special, ordinary);
}

const SQRT_HALF_BITS = new BigInt64Array(Float64Array.of(Math.SQRT1_2).buffer)[0];

/** ERF_POLYNOMIAL is of x^2 - 7.7; from 3.925 on, erf is 1 in float32. */
const ERF_CENTRE = 7.7;
const ERF_BOUND = 3.925;

const formulas = {
  expm1: ([x], at) => exponentialMinusOne(bounded(x, at), at),
  log: ([x], at) => logarithm(x, at),
  log1p: ([x], at) => {
    const small = f64x2.lt(f64x2.abs(x), at.c(0.25));
    const near = at.keep(logarithmNearOne(x, at));
    const far = at.keep(logarithm(at.keep(f64x2.add(x, at.c(1))), at));
    return v128.bitselect(near, far, small);
  },
  /** max(x, 0) + ln(1 + e^-|x|) */
  softplus: ([x], at) => {
    const raised = exponential(bounded(f64x2.neg(f64x2.abs(x)), at), at);
    return f64x2.add(f64x2.pmax(x, at.c(0)), logarithmNearOne(raised, at));
  },
  erf: ([x], at) => {
    const inside = at.keep(f64x2.pmin(f64x2.pmax(x, at.c(-ERF_BOUND)), at.c(ERF_BOUND)));
    const square = at.keep(f64x2.sub(f64x2.mul(inside, inside), at.c(ERF_CENTRE)));
    return f64x2.mul(inside, at.polynomial(square, ERF_POLYNOMIAL));
  },
  /** e^(y ln |x|), with the sign of x where y is odd; NaN for a negative x unless y is whole. */
  power: ([x, y], at) => {
    const size = at.keep(f64x2.abs(x));
    const exponent = at.keep(f64x2.mul(y, at.keep(logarithm(size, at))));
    const magnitude = exponential(bounded(exponent, at), at);
    const nearest = at.keep(f64x2.nearest(y));
    const half = at.keep(f64x2.mul(nearest, at.c(0.5)));
    const odd = v128.not(f64x2.eq(f64x2.nearest(half), half));
    const negated = v128.and(f64x2.lt(x, at.c(0)), odd);
    const signed = at.keep(v128.bitselect(f64x2.neg(magnitude), magnitude, negated));
    const impossible = v128.andnot(f64x2.lt(x, at.c(0)), f64x2.eq(nearest, y));
    const one = v128.or(f64x2.eq(y, at.c(0)), f64x2.eq(x, at.c(1)));
    return v128.bitselect(at.c(1), v128.bitselect(at.c(Number.NaN), signed, impossible), one);
  },
} as const satisfies Record<string, Formula>;

export type DoubleFunction = keyof typeof formulas;

/** A function of vectors of four floats that works in double precision: both halves one after the other. */
export function inDouble(name: DoubleFunction, parameters: number, context: KernelContext): FunctionBuilder {
  const f = new FunctionBuilder(new Array(parameters).fill('v128'), ['v128']);
  const at = new Doubles(f, context);
  const formula: Formula = formulas[name];
  const inputs = Array.from({length: parameters}, (_, index) => f.parameter<'v128'>(index).get);
  const half = (lanes: readonly number[]): Expression<'v128'> => {
    const promoted = inputs.map(input => at.keep(f64x2.promote_low_f32x4(v128.shuffle32(input, input, lanes))));
    return at.keep(f32x4.demote_f64x2_zero(formula(promoted, at)));
  };
  const low = half([0, 1, 0, 1]);
  const high = half([2, 3, 2, 3]);
  f.body = [at.taken(), v128.shuffle32(low, high, [0, 1, 4, 5])];
  return f;
}
