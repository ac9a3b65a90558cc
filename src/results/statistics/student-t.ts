import {exponential, logarithm} from '../../random/elementary.js';

/** How far a Student's t of `freedom` degrees of freedom is from 0 with a chance: SciPy's t.ppf(1 - chance / 2, freedom). */
export function criticalT(freedom: number, chance = 0.05): number {
  let low = 0;
  let high = 2;
  while (tailProbability(high, freedom) > chance) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tailProbability(middle, freedom) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The chance that |t| is larger, twice SciPy's t.sf: I_x(freedom / 2, 1 / 2) at x = freedom / (freedom + t^2) (Abramowitz and Stegun 26.7.1). */
export function tailProbability(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The regularized incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22), for 0 <= x <= 1. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast on one side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exponential(
    a * logarithm(x) + b * logarithm(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b) - logarithm(a),
  );
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  // Lentz's algorithm.
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 300; m++) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / away(1 + numerator * d);
      c = away(1 + numerator / c);
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * fraction;
}

const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const HALF_LOG_TWO_PI = 0.9189385332046727;

/** Logarithm of the gamma function of a positive number: Stirling's series (DLMF 5.11.1) from 10 on, below by recurrence. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 10; at++) shift += logarithm(at);
  const series = STIRLING.reduceRight((sum, coefficient) => sum / (at * at) + coefficient, 0) / at;
  return (at - 0.5) * logarithm(at) - at + HALF_LOG_TWO_PI + series - shift;
}
