// Random graphs of operations, with gradients.
import type {Tensor} from '@tensorflow/tfjs-core';
import {generator} from '../src/random/generator.js';
import {core, type Tensors} from './compiled-step.js';

const OPERATIONS = 14;

/** Draws for one case: another seed, another case. */
export function draws(purpose: string, seed: number) {
  const random = generator(seed, purpose);
  const below = (limit: number) => random.integer(limit);
  return {
    below,
    between: (low: number, high: number) => low + below(high - low + 1),
    pick: <T>(items: readonly T[]): T => items[below(items.length)],
    chance: (probability: number) => random.uniform() < probability,
    tensor: (shape: readonly number[]) =>
      core.tensor(
        Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => 2 * random.uniform() - 1),
        [...shape],
      ),
  };
}
export type Draws = ReturnType<typeof draws>;

/** Operations that keep numbers small, of one value or of two. Each may say no: then another is tried. */
const steps: readonly ((pool: readonly Tensor[], draw: Draws) => Tensor | undefined)[] = [
  (pool, draw) => core.tanh(draw.pick(pool)),
  (pool, draw) => core.sigmoid(draw.pick(pool)),
  (pool, draw) => core.relu(draw.pick(pool)),
  (pool, draw) => core.elu(draw.pick(pool)),
  (pool, draw) => core.softplus(draw.pick(pool)),
  (pool, draw) => core.square(core.tanh(draw.pick(pool))),
  (pool, draw) => core.abs(draw.pick(pool)),
  (pool, draw) => core.neg(draw.pick(pool)),
  (pool, draw) => core.mul(draw.pick(pool), draw.below(5) - 2),
  (pool, draw) => core.sqrt(core.add(core.square(draw.pick(pool)), 0.5)),
  (pool, draw) => core.clipByValue(draw.pick(pool), -0.7, 0.8),
  (pool, draw) => {
    const [a, b] = broadcastable(pool, draw);
    return b && core.add(a, b);
  },
  (pool, draw) => {
    const [a, b] = broadcastable(pool, draw);
    return b && core.tanh(core.mul(a, b));
  },
  (pool, draw) => {
    const [a, b] = broadcastable(pool, draw);
    return b && core.div(a, core.add(core.abs(b), 1));
  },
  (pool, draw) => {
    const [a, b] = ofOneShape(pool, draw);
    return core.maximum(a, b);
  },
  (pool, draw) => {
    const [a, b] = ofOneShape(pool, draw);
    // A condition that is computed has no gradient in TensorFlow.js.
    const chosen = core.tensor(
      Array.from({length: a.size}, () => draw.chance(0.5)),
      a.shape,
      'bool',
    );
    return core.where(chosen, a, core.mul(b, 0.5));
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    const partners = pool.filter(b => a.rank >= 2 && b.rank === 2 && b.shape[0] === a.shape[a.rank - 1]);
    if (partners.length === 0 || a.rank !== 2) return undefined;
    return core.tanh(core.matMul(a as never, draw.pick(partners) as never));
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    const partners = pool.filter(b => a.rank === 2 && b.rank === 2 && b.shape[1] === a.shape[1]);
    return partners.length > 0
      ? core.tanh(core.matMul(a as never, draw.pick(partners) as never, false, true))
      : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    const partners = pool.filter(b => a.rank === 2 && b.rank === 2 && b.shape[0] === a.shape[0]);
    return partners.length > 0
      ? core.tanh(core.matMul(a as never, draw.pick(partners) as never, true, false))
      : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    if (a.rank === 0) return undefined;
    const axis = draw.below(a.rank);
    return draw.pick([core.sum, core.mean, core.max])(a, axis, draw.chance(0.5)) as Tensor;
  },
  (pool, draw) => core.mean(draw.pick(pool)),
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank >= 2 ? core.transpose(a, shuffled(a.rank, draw)) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.size > 1 ? core.reshape(a, draw.pick([[a.size], [1, a.size], [...a.shape].reverse()])) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    const same = pool.filter(b => b.rank === a.rank && b.rank > 0);
    const axis = a.rank > 0 ? draw.below(a.rank) : 0;
    const fit = same.filter(b => b.shape.every((length, at) => at === axis || length === a.shape[at]));
    return fit.length > 0 ? core.concat([a, draw.pick(fit), a], axis) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    if (a.rank === 0) return undefined;
    const axis = draw.below(a.rank);
    if (a.shape[axis] < 2) return undefined;
    const at = draw.between(1, a.shape[axis] - 1);
    return draw.pick(core.split(a, [at, a.shape[axis] - at], axis));
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    if (a.rank === 0) return undefined;
    const begin = a.shape.map(length => draw.below(length));
    return core.slice(
      a,
      begin,
      a.shape.map((length, at) => draw.between(1, length - begin[at])),
    );
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 && a.size < 300
      ? core.pad(
          a,
          a.shape.map(() => [draw.below(2), draw.below(3)]),
          0.25,
        )
      : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 && a.size < 100
      ? core.tile(
          a,
          a.shape.map(() => draw.between(1, 2)),
        )
      : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 ? core.stack([a, core.neg(a)], draw.below(a.rank + 1)) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 ? core.unstack(a, draw.below(a.rank))[0] : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 ? core.reverse(a, draw.below(a.rank)) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    const at = core.tensor1d(
      Array.from({length: 3}, () => draw.below(a.shape[0] ?? 1)),
      'int32',
    );
    return a.rank > 0 ? core.gather(a, at) : undefined;
  },
  (pool, draw) => {
    const a = draw.pick(pool);
    return a.rank > 0 && a.shape[a.rank - 1] > 1 ? core.softmax(a) : undefined;
  },
];

function broadcastable(pool: readonly Tensor[], draw: Draws): [Tensor, Tensor | undefined] {
  const a = draw.pick(pool);
  const fit = pool.filter(b =>
    Array.from({length: Math.min(a.rank, b.rank)}, (_, back) => [
      a.shape[a.rank - 1 - back],
      b.shape[b.rank - 1 - back],
    ]).every(([one, other]) => one === other || one === 1 || other === 1),
  );
  const b = draw.pick(fit);
  const size = Math.max(a.size, 1) * Math.max(b.size, 1);
  return [a, size < 3000 ? b : undefined];
}

/** TensorFlow.js' gradients of these don't broadcast. */
function ofOneShape(pool: readonly Tensor[], draw: Draws): [Tensor, Tensor] {
  const a = draw.pick(pool);
  return [a, draw.pick(pool.filter(b => b.shape.join() === a.shape.join()))];
}

function shuffled(length: number, draw: Draws): number[] {
  const order = Array.from({length}, (_, at) => at);
  for (let at = length - 1; at > 0; at--) {
    const other = draw.below(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** A graph of some operations: the last values, the sum of their squares, and its gradients. */
export function randomGraph(seed: number): {inputs: Tensors; run: (inputs: Tensors) => Tensors} {
  const draw = draws('graph', seed);
  const lengths = [1, 2, 3, 4, 5, 8, 9];
  const [m, n, k] = [draw.pick(lengths), draw.pick(lengths), draw.pick(lengths)];
  const inputs: Record<string, Tensor> = {
    a: draw.tensor([m, n]),
    b: draw.tensor([n, k]),
    c: draw.tensor([m, k]),
    d: draw.tensor([n]),
    e: draw.tensor([2, m, n]),
    f: draw.tensor([]),
  };
  const names = Object.keys(inputs);
  const choices = Array.from({length: OPERATIONS}, () => draw.below(1e9));
  return {
    inputs,
    run: given => {
      const ends: Tensor[] = [];
      const compute = (...taken: Tensor[]): Tensor => {
        const pool = [...taken];
        for (const choice of choices) {
          const own = draws('operation', choice);
          let made: Tensor | undefined;
          for (let attempt = 0; attempt < 20 && (!made || made.size > 2000); attempt++)
            made = own.pick(steps)(pool, own);
          if (made && made.size <= 2000) pool.push(made);
        }
        const last = pool.slice(-4);
        ends.splice(0, ends.length, ...last.map(tensor => core.keep(core.clone(tensor))));
        // Every input has a part in it, so that every gradient is there.
        return core.addN([...last, ...taken].map(tensor => core.sum(core.square(tensor))));
      };
      const {value, grads} = core.valueAndGrads(compute)(names.map(name => given[name]));
      return {
        value,
        ...Object.fromEntries(grads.map((gradient, at) => [`gradient of ${names[at]}`, gradient])),
        ...Object.fromEntries(ends.map((end, at) => [`end ${at}`, end])),
      };
    },
  };
}
