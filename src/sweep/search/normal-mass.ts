import {exponential} from '../../random/elementary.js';

const P = [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315];
const Q = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1];
const MIDDLE_P = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163,
  8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
];
const MIDDLE_Q = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099,
  117.6939508913125, 15.744926110709835, 1,
];
const TAIL_P = [
  -0.0006587491615298378, -0.016083785148742275, -0.12578172611122926, -0.36034489994980445, -0.30532663496123236,
  -0.016315387137302097,
];
const TAIL_Q = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234604, 2.568520192289822, 1,
];
const ONE_OVER_ROOT_PI = 0.5641895835477563;

/**
 * What lies beyond x of a standard normal distribution, to some 15 digits of itself: W. J. Cody, Rational Chebyshev approximation
 * for the error function (Mathematics of Computation 23, 1969).
 */
export function normalTail(x: number): number {
  return complementaryError(x * Math.SQRT1_2) / 2;
}

/** What of a standard normal distribution lies between two numbers, the smaller one first. */
export function normalMass(from: number, to: number): number {
  // The side on which both are small loses no digits.
  return from > 0 ? normalTail(from) - normalTail(to) : normalTail(-to) - normalTail(-from);
}

function complementaryError(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return 1 - (x * polynomial(P, x * x)) / polynomial(Q, x * x);
  const scale = exponential(-size * size);
  const inverse = 1 / (size * size);
  const tail =
    size <= 4
      ? (scale * polynomial(MIDDLE_P, size)) / polynomial(MIDDLE_Q, size)
      : (scale * (ONE_OVER_ROOT_PI + (inverse * polynomial(TAIL_P, inverse)) / polynomial(TAIL_Q, inverse))) / size;
  return x < 0 ? 2 - tail : tail;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
