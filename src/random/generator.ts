import {sha256} from '@noble/hashes/sha2';
import {utf8ToBytes} from '@noble/hashes/utils';
import {uniformFloat64} from 'pure-rand/distribution/uniformFloat64';
import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plusFromState} from 'pure-rand/generator/xoroshiro128plus';
import type {RandomGenerator} from 'pure-rand/types/RandomGenerator';
import {logarithm} from './elementary.js';

/** A stream of random numbers: the same seed and purpose give the same numbers on every machine. */
export interface Generator {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, limit), limit at most 2^32. */
  integer(limit: number): number;
  /** Whether something happens that has a probability; to 32 bits, and so faster than by `uniform`. */
  chance(probability: number): boolean;
  /** Standard normal. */
  normal(): number;
}

/**
 * The stream for one purpose ("order/epoch 3", "weights/dense 1/kernel"): streams of different purposes are independent,
 * so adding a consumer of random numbers never shifts the numbers of another.
 */
export function generator(seed: number, ...purpose: (string | number)[]): Generator {
  const digest = sha256(utf8ToBytes(JSON.stringify([seed, ...purpose])));
  const words = new DataView(digest.buffer, digest.byteOffset);
  const source = xoroshiro128plusFromState([0, 4, 8, 12].map(offset => words.getInt32(offset, true)));
  let spare: number | undefined;
  const uniform = () => uniformFloat64(source);
  return {
    uniform,
    integer: limit => integerBelow(source, limit),
    chance: probability => source.next() >>> 0 < probability * TWO_TO_32,
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

const TWO_TO_32 = 4294967296;
/** Up to here a product with 32 bits is exact in a double. */
const EXACT_LIMIT = 2 ** 21;

/** Lemire, Fast random integer generation in an interval, 2019: a quarter of the time that a division takes. */
function integerBelow(source: RandomGenerator, limit: number): number {
  if (limit > EXACT_LIMIT) return uniformInt(source, 0, limit - 1);
  for (;;) {
    const product = (source.next() >>> 0) * limit;
    const integer = Math.floor(product / TWO_TO_32);
    const rest = product - integer * TWO_TO_32;
    if (rest >= limit || rest >= TWO_TO_32 % limit) return integer;
  }
}

/** The same integers in random order (Fisher-Yates). */
export function shuffled(random: Generator, integers: Int32Array): Int32Array {
  const order = integers.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** 0..length-1 in random order. */
export function permutation(random: Generator, length: number): Int32Array {
  return shuffled(
    random,
    Int32Array.from({length}, (_, index) => index),
  );
}
