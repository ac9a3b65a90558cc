/**
 * Elementary functions from IEEE 754 additions, multiplications and divisions only. `Math.log` and `Math.sin` may differ
 * in the last bit between engines and versions; these give the same bits everywhere.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];

/** Natural logarithm, of a normal number within 1 ulp; -Infinity of 0, NaN of a negative number. Source: fdlibm e_log.c. */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let exponent = 0;
  let mantissa = x;
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series = z * LOG.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + series) + exponent * LN2_LOW) - f);
}

const EXP = [
  0.16666666666666602, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6, 4.1381367970572385e-8,
];

/** e^x, within 1 ulp where it is a normal number. Source: fdlibm e_exp.c. */
export function exponential(x: number): number {
  if (x < -745) return 0;
  if (x > 709.8) return Number.POSITIVE_INFINITY;
  const exponent = Math.round(x * Math.LOG2E);
  const high = x - exponent * LN2_HIGH;
  const low = exponent * LN2_LOW;
  const rest = high - low;
  const z = rest * rest;
  const c = rest - z * EXP.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
  let result = 1 - (low - (rest * c) / (2 - c) - high);
  for (let power = exponent; power > 0; power--) result *= 2;
  for (let power = exponent; power < 0; power++) result /= 2;
  return result;
}

const SINE = [
  -0.16666666666666632, 0.00833333333332249, -0.0001984126982985795, 2.7557313707070068e-6, -2.5050760253406863e-8,
  1.58969099521155e-10,
];
const COSINE = [
  0.0416666666666666, -0.001388888888887411, 2.480158728947673e-5, -2.7557314351390663e-7, 2.087572321298175e-9,
  -1.1359647557788195e-11,
];

/** sin(2 pi x) of x turns. Reduced exactly to an eighth of a turn, then fdlibm's k_sin.c and k_cos.c. */
export function sineOfTurns(x: number): number {
  const turn = x - Math.floor(x);
  const quadrant = Math.floor(turn * 4 + 0.5);
  const angle = (turn - quadrant / 4) * 6.283185307179586;
  const z = angle * angle;
  switch (quadrant % 4) {
    case 0:
      return kernelSine(angle, z);
    case 1:
      return kernelCosine(z);
    case 2:
      return -kernelSine(angle, z);
    default:
      return -kernelCosine(z);
  }
}

function kernelSine(x: number, z: number): number {
  return x + x * z * SINE.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
}

function kernelCosine(z: number): number {
  return 1 - z / 2 + z * z * COSINE.reduceRight((sum, coefficient) => sum * z + coefficient, 0);
}
