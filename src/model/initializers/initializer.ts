import type {Generator} from '../../random/generator.js';

/** Fills a weight of a shape with its first values; formulas as keras.io/api/layers/initializers. */
export type Initializer = (shape: readonly number[], random: Generator) => Float32Array;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A normal number within two standard deviations, redrawn until it is. */
export function truncatedNormal(random: Generator): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}
