import type {Constants} from '../kernel.js';
import type {Expression} from '../wasm/code.js';
import {f32x4} from '../wasm/instructions.js';
import type {FunctionBuilder} from '../wasm/module-builder.js';
import type {Computed} from './exponential.js';

/** Beyond it the formula's result no longer changes: 1, or the number before it. */
const BOUND = 8.1;
const NUMERATOR = [
  0.6000000238418579, 0.08063003420829773, 0.0021385028958320618, 1.3059684533800464e-5, 9.02088093113207e-9,
];
const DENOMINATOR = [
  0.6000000238418579, 0.2806299924850464, 0.015681898221373558, 0.0002039341488853097, 5.06787841914047e-7,
];

/**
 * tanh of four floats within 4.6 ulp, never beyond 1: x P(x^2) / Q(x^2), both of degree 4. The coefficients minimize the
 * largest relative error (Lawson's weighted least squares, test/fixtures/fit_tanh.py); Estrin's scheme keeps the chain of
 * operations short.
 */
export function hyperbolicTangent(x: Expression<'v128'>, f: FunctionBuilder, constants: Constants): Computed {
  const c = (value: number) => constants.f32x4(value);
  const [bounded, square, fourth, result] = [f.local('v128'), f.local('v128'), f.local('v128'), f.local('v128')];
  const {add, mul} = f32x4;
  const polynomial = ([c0, c1, c2, c3, c4]: readonly number[]) =>
    add(
      mul(add(mul(c(c4), fourth.get), add(mul(c(c3), square.get), c(c2))), fourth.get),
      add(mul(c(c1), square.get), c(c0)),
    );
  const code = [
    bounded.set(f32x4.pmin(f32x4.pmax(x, c(-BOUND)), c(BOUND))),
    square.set(mul(bounded.get, bounded.get)),
    fourth.set(mul(square.get, square.get)),
    // The quotient first: x P would lose bits where x is close to the smallest float.
    result.set(mul(bounded.get, f32x4.div(polynomial(NUMERATOR), polynomial(DENOMINATOR)))),
  ];
  f.release('v128', bounded, square, fourth);
  return {code, value: result.get};
}
