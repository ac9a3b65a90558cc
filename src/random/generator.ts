import {createHash} from 'node:crypto';
import {uniformFloat64} from 'pure-rand/distribution/uniformFloat64';
import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plusFromState} from 'pure-rand/generator/xoroshiro128plus';
import {logarithm} from './elementary.js';

/** A stream of random numbers: the same seed and purpose give the same numbers on every machine. */
export interface Generator {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, limit). */
  integer(limit: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The stream for one purpose ("order/epoch 3", "weights/dense 1/kernel"): streams of different purposes are independent,
 * so adding a consumer of random numbers never shifts the numbers of another.
 */
export function generator(seed: number, ...purpose: (string | number)[]): Generator {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...purpose]))
    .digest();
  const source = xoroshiro128plusFromState([0, 4, 8, 12].map(offset => digest.readInt32LE(offset)));
  let spare: number | undefined;
  const uniform = () => uniformFloat64(source);
  return {
    uniform,
    integer: limit => uniformInt(source, 0, limit - 1),
    // Marsaglia's polar method (SIAM Review 6, 1964): needs a logarithm and a square root, no sine.
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      for (;;) {
        const a = 2 * uniform() - 1;
        const b = 2 * uniform() - 1;
        const square = a * a + b * b;
        if (square > 0 && square < 1) {
          const factor = Math.sqrt((-2 * logarithm(square)) / square);
          spare = b * factor;
          return a * factor;
        }
      }
    },
  };
}

/** 0..length-1 in random order (Fisher-Yates). */
export function permutation(random: Generator, length: number): Int32Array {
  const order = Int32Array.from({length}, (_, index) => index);
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
