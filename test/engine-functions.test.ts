// Element-wise functions against double precision, over every range of float32.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bothWays, core} from './compiled-step.js';

const COUNT = 300_000;

/** Floats of every size and both signs: each STEP-th bit pattern, and those around the edges of the functions. */
function everywhere(positiveOnly = false): Float32Array {
  const patterns = Int32Array.from({length: COUNT}, (_, index) => Math.floor((index * 0x7f800000) / COUNT));
  const positive = [...new Float32Array(patterns.buffer)];
  const edges = [
    0, 1, 0.5, 2, 88.72, 88.73, 87.33, 103.9, 104.1, 8.1, 9.01, 16, 17, 3.92, 3.93, 0.25, 0.41, 1e-7, 3e38,
  ];
  const all = [...positive, ...edges];
  return Float32Array.from(positiveOnly ? all : [...all, ...all.map(x => -x)]);
}

/** Distance in units of the last place of float32, at the size of what is exact. */
function ulps(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded) || (Number.isNaN(actual) && Number.isNaN(exact))) return 0;
  if (!Number.isFinite(rounded) || !Number.isFinite(actual)) return actual === rounded ? 0 : Number.POSITIVE_INFINITY;
  const size = Math.max(Math.abs(exact), 2 ** -126);
  return Math.abs(actual - exact) / 2 ** (Math.floor(Math.log2(size)) - 23);
}

function erf(x: number): number {
  // erf(x) = 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms of one sign.
  const square = x * x;
  if (square > 36) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 400 && Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
}

const functions = {
  exp: {run: core.exp, exact: Math.exp, bound: 2},
  expm1: {run: core.expm1, exact: Math.expm1, bound: 1},
  tanh: {run: core.tanh, exact: Math.tanh, bound: 4.7},
  sigmoid: {
    run: core.sigmoid,
    exact: (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
    bound: 3,
  },
  softplus: {run: core.softplus, exact: (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), bound: 1},
  erf: {run: core.erf, exact: erf, bound: 1},
  log: {run: core.log, exact: Math.log, bound: 1},
  log1p: {run: core.log1p, exact: Math.log1p, bound: 1},
  sqrt: {run: core.sqrt, exact: Math.sqrt, bound: 0.5},
  elu: {run: core.elu, exact: (x: number) => (x >= 0 ? x : Math.expm1(x)), bound: 1},
} as const;

for (const [name, {run, exact, bound}] of Object.entries(functions))
  test(`${name} is within ${bound} ulp of the exact value, from the smallest float to the largest`, () => {
    const inputs = everywhere();
    const x = core.tensor1d(inputs);
    const {y} = bothWays({x}, () => ({y: run(x)})).compiled;
    let worst = {off: 0, at: 0};
    inputs.forEach((value, index) => {
      const off = ulps(y[index], exact(value));
      if (off > worst.off) worst = {off, at: value};
    });
    assert.ok(worst.off <= bound, `${worst.off} ulp at ${worst.at}`);
  });

test('not a number stays that, in every function', () => {
  const x = core.tensor1d([Number.NaN, 1, Number.NaN]);
  for (const [name, {run}] of Object.entries(functions)) {
    const {y} = bothWays({x}, () => ({y: run(x)})).compiled;
    assert.equal([...y].map(Number.isNaN), [true, false, true], name);
  }
});

test('infinities have their limits', () => {
  const x = core.tensor1d([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  const limits: Record<keyof typeof functions, [number, number]> = {
    exp: [Number.POSITIVE_INFINITY, 0],
    expm1: [Number.POSITIVE_INFINITY, -1],
    tanh: [1, -1],
    sigmoid: [1, 0],
    softplus: [Number.POSITIVE_INFINITY, 0],
    erf: [1, -1],
    log: [Number.POSITIVE_INFINITY, Number.NaN],
    log1p: [Number.POSITIVE_INFINITY, Number.NaN],
    sqrt: [Number.POSITIVE_INFINITY, Number.NaN],
    elu: [Number.POSITIVE_INFINITY, -1],
  };
  for (const [name, {run}] of Object.entries(functions)) {
    const {y} = bothWays({x}, () => ({y: run(x)})).compiled;
    // tanh stops one step before 1.
    const off = limits[name as keyof typeof functions].map((limit, at) => ulps(y[at], limit));
    assert.ok(Math.max(...off) <= (name === 'tanh' ? 1 : 0), `${name}: ${y}`);
  }
});

test('powers are within 1 ulp, with the special cases of Math.pow', () => {
  const bases = [0, 0.5, 0.9, 0.999, 1, 1.0001, 2, 3.7, 1e-20, 1e20, -2, -0.5, -1, Number.POSITIVE_INFINITY];
  const exponents = [0, 1, 2, 3, 0.5, -1, -2.5, 10, 1000, 100000, -7, 1e-3];
  const pairs = bases.flatMap(base => exponents.map(exponent => [base, exponent] as const));
  const a = core.tensor1d(pairs.map(([base]) => base));
  const b = core.tensor1d(pairs.map(([, exponent]) => exponent));
  const {y} = bothWays({a, b}, () => ({y: core.pow(a, b)})).compiled;
  pairs.forEach(([base, exponent], index) => {
    const exact = Math.fround(base) ** Math.fround(exponent);
    assert.ok(ulps(y[index], exact) <= 1, `${base}^${exponent} is ${y[index]}, not ${exact}`);
  });
});

test.run();
