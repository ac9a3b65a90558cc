/** A function of many numbers: its value there; writes its gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Where a search ended. */
export interface Minimum {
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Whether the gradient was next to nothing, no step led further down, or the evaluations were used up. */
  readonly ended: 'no gradient' | 'no way down' | 'evaluations';
}

export interface LbfgsLimits {
  readonly evaluations: number;
  /** The search ends where the gradient's norm is at most this share of what it was at first, or of 1. */
  readonly tolerance: number;
}

/** Steps that are remembered. */
const MEMORY = 20;
/** Constants of Wolfe's conditions (Nocedal and Wright, Numerical Optimization, 2nd edition, 3.1). */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MOST_TRIES = 25;

/**
 * Goes down from x, which it changes, by limited-memory BFGS (Liu and Nocedal, On the limited memory BFGS method for large scale
 * optimization, 1989; Nocedal and Wright, algorithms 7.4 and 7.5) with a line search by bisection for Wolfe's weak conditions (Lewis and Overton,
 * Nonsmooth optimization via quasi-Newton methods, 2013).
 */
export function minimize(objective: Objective, x: Float64Array, {evaluations: most, tolerance}: LbfgsLimits): Minimum {
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  let [evaluations, iterations] = [1, 0];
  const enough = tolerance * Math.min(1, norm(gradient));
  const memory: {s: Float64Array; y: Float64Array; rho: number}[] = [];
  for (;;) {
    const gradientNorm = norm(gradient);
    const told = {value, gradientNorm, iterations, evaluations};
    if (gradientNorm <= enough) return {...told, ended: 'no gradient'};
    if (evaluations >= most) return {...told, ended: 'evaluations'};
    const direction = downwards(gradient, memory);
    const slope = dot(direction, gradient);
    let [low, high, step] = [0, Number.POSITIVE_INFINITY, memory.length === 0 ? Math.min(1, 1 / gradientNorm) : 1];
    const next = new Float64Array(x.length);
    const nextGradient = new Float64Array(x.length);
    let nextValue = Number.POSITIVE_INFINITY;
    let found = false;
    for (let tries = 0; tries < MOST_TRIES && evaluations < most; tries++) {
      for (let at = 0; at < x.length; at++) next[at] = x[at] + step * direction[at];
      nextValue = objective(next, nextGradient);
      evaluations++;
      if (!(nextValue <= value + DECREASE * step * slope)) high = step;
      else if (dot(nextGradient, direction) < CURVATURE * slope) low = step;
      else found = true;
      if (found) break;
      step = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * step;
    }
    if (!(nextValue < value)) return {...told, evaluations, ended: evaluations >= most ? 'evaluations' : 'no way down'};
    const s = next.map((to, at) => to - x[at]);
    const y = nextGradient.map((to, at) => to - gradient[at]);
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) {
      memory.push({s, y, rho: 1 / curvature});
      if (memory.length > MEMORY) memory.shift();
    }
    x.set(next);
    gradient = nextGradient;
    value = nextValue;
    iterations++;
  }
}

/** The direction of the next step: the gradient, by what the steps before say of curvature, the other way. */
function downwards(
  gradient: Float64Array,
  memory: readonly {readonly s: Float64Array; readonly y: Float64Array; readonly rho: number}[],
): Float64Array {
  const q = gradient.map(value => -value);
  const alphas = memory.toReversed().map(({s, y, rho}) => {
    const alpha = rho * dot(s, q);
    add(q, y, -alpha);
    return alpha;
  });
  const last = memory.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let at = 0; at < q.length; at++) q[at] *= scale;
  }
  memory.forEach(({s, y, rho}, index) => {
    add(q, s, alphas[memory.length - 1 - index] - rho * dot(y, q));
  });
  return q;
}

function add(to: Float64Array, of: Float64Array, factor: number): void {
  for (let at = 0; at < to.length; at++) to[at] += factor * of[at];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
