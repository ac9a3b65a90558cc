import type {Generator} from '../../random/generator.js';

/** A way in which a weight starts, without options. */
export interface Initializer<Name extends string = string> {
  readonly name: Name;
  /** A sentence for editors, help texts and docs. */
  readonly description: string;
  /** The first values of a weight of a shape. */
  fill(shape: readonly number[], random: Generator): Float32Array;
}

/** Declares an initializer, its name as a type of its own; formulas as keras.io/api/layers/initializers. */
export function initializer<const Name extends string>(kind: Initializer<Name>): Initializer<Name> {
  return kind;
}

/** A normal number within two standard deviations, redrawn until it is. */
export function truncatedNormal(random: Generator): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}
