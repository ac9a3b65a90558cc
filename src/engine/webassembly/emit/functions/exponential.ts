import type {Constants} from '../kernel.js';
import type {Code, Expression} from '../wasm/code.js';
import {f32x4, i32x4, v128} from '../wasm/instructions.js';
import type {FunctionBuilder} from '../wasm/module-builder.js';

/** Code that works a value out, and the value. */
export interface Computed {
  readonly code: Code;
  readonly value: Expression<'v128'>;
}

const LOG2_E = Math.LOG2E;
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
const POLYNOMIAL = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1];

/**
 * e^x of four floats within 2 ulp: x = n ln 2 + r, a polynomial of r, times 2^n in two halves so that results below
 * 2^-126 and the largest come out. Source: Cephes, expf.c.
 */
export function exponential(x: Expression<'v128'>, f: FunctionBuilder, constants: Constants): Computed {
  const c = (value: number) => constants.f32x4(value);
  const [bounded, n, r, whole, half] = [
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
    f.local('v128'),
  ];
  const series = POLYNOMIAL.slice(1).reduce<Expression<'v128'>>(
    (sum, coefficient) => f32x4.add(f32x4.mul(sum, r.get), c(coefficient)),
    c(POLYNOMIAL[0]),
  );
  const power = (exponent: Expression<'v128'>) => i32x4.shl(i32x4.add(exponent, constants.i32x4(127)), 23);
  const code = [
    // e^-104 is 0, e^89 is infinite.
    bounded.set(f32x4.pmin(f32x4.pmax(x, c(-104)), c(89))),
    n.set(f32x4.nearest(f32x4.mul(bounded.get, c(LOG2_E)))),
    r.set(f32x4.sub(f32x4.sub(bounded.get, f32x4.mul(n.get, c(LN2_HIGH))), f32x4.mul(n.get, c(LN2_LOW)))),
    whole.set(i32x4.trunc_sat_f32x4_s(n.get)),
    half.set(i32x4.shr_s(whole.get, 1)),
    r.set(f32x4.add(f32x4.add(f32x4.mul(series, f32x4.mul(r.get, r.get)), r.get), c(1))),
    r.set(f32x4.mul(f32x4.mul(r.get, power(half.get)), power(i32x4.sub(whole.get, half.get)))),
  ];
  f.release('v128', bounded, n, whole, half);
  return {code, value: r.get};
}

/** 1 / (1 + e^-x), within 3 ulp also where it is tiny: e^-|x| never grows. */
export function sigmoid(x: Expression<'v128'>, f: FunctionBuilder, constants: Constants): Computed {
  const input = f.local('v128');
  const raised = f.local('v128');
  const result = f.local('v128');
  const power = exponential(f32x4.neg(f32x4.abs(input.get)), f, constants);
  const code = [
    input.set(x),
    power.code,
    raised.set(power.value),
    // e^-|x| over 1 + e^-|x| below 0, 1 over it above.
    result.set(
      f32x4.div(
        v128.bitselect(
          raised.get,
          constants.f32x4(1),
          // The sign's bit in all bits.
          i32x4.shr_s(input.get, 31),
        ),
        f32x4.add(raised.get, constants.f32x4(1)),
      ),
    ),
  ];
  f.release('v128', input, raised);
  return {code, value: result.get};
}
