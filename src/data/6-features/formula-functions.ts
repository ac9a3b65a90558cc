import {exponential, logarithm} from '../../random/elementary.js';

/** A function of one number or more; logarithms and powers are those that give the same bits everywhere. */
interface FormulaFunction {
  /** How many numbers it takes; undefined where that is as many as one likes, but for none. */
  readonly takes: number | undefined;
  of(...values: number[]): number;
}

/** Everything that a formula may call. */
export const FORMULA_FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map<string, FormulaFunction>([
  ['abs', {takes: 1, of: Math.abs}],
  ['sqrt', {takes: 1, of: Math.sqrt}],
  ['ln', {takes: 1, of: logarithm}],
  ['log10', {takes: 1, of: log10}],
  ['exp', {takes: 1, of: exponential}],
  ['min', {takes: undefined, of: Math.min}],
  ['max', {takes: undefined, of: Math.max}],
  ['round', {takes: 1, of: roundHalfToEven}],
  ['floor', {takes: 1, of: Math.floor}],
  ['ceil', {takes: 1, of: Math.ceil}],
  ['sign', {takes: 1, of: Math.sign}],
]);

/** What functions are called elsewhere. */
export const FUNCTIONS_ALSO_CALLED: ReadonlyMap<string, string> = new Map([
  ['log', 'ln (or log10)'],
  ['loge', 'ln'],
  ['lg', 'log10'],
  ['log2', 'ln(x) / ln(2)'],
  ['log1p', 'ln(1 + x)'],
  ['expm1', 'exp(x) - 1'],
  ['pow', 'x ^ 2'],
  ['power', 'x ^ 2'],
  ['square', 'x ^ 2'],
  ['absolute', 'abs'],
  ['fabs', 'abs'],
  ['ceiling', 'ceil'],
  ['rint', 'round'],
  ['maximum', 'max'],
  ['minimum', 'min'],
  ['if', 'condition ? yes : no'],
  ['where', 'condition ? yes : no'],
]);

/** Whole powers are products. */
export function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent)) {
    const product = Math.abs(exponent) <= 64 ? repeated(base, Math.abs(exponent)) : squared(base, Math.abs(exponent));
    return exponent < 0 ? 1 / product : product;
  }
  return base > 0 ? exponential(exponent * logarithm(base)) : base === 0 ? 0 ** exponent : Number.NaN;
}

function repeated(base: number, count: number): number {
  let product = 1;
  for (let times = 0; times < count; times++) product *= base;
  return product;
}

/** By squaring, so that it takes no longer for a large exponent (Knuth, The Art of Computer Programming 2, 4.6.3). */
function squared(base: number, count: number): number {
  let [product, square] = [1, base];
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product *= square;
    square *= square;
  }
  return product;
}

/** What is left of a division, with the divisor's sign, as numpy's. */
export function remainder(value: number, divisor: number): number {
  const left = value % divisor;
  return left !== 0 && left < 0 !== divisor < 0 ? left + divisor : left;
}

/** Exact for powers of ten. */
function log10(value: number): number {
  const quotient = logarithm(value) / Math.LN10;
  const whole = Math.round(quotient);
  return power(10, whole) === value ? whole : quotient;
}

/** As numpy rounds. */
function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}
