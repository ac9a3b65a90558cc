import {DistinctPoints} from '../distinct-points.js';
import {type Space, withoutUnnamed} from '../space.js';

/** Draws in a row that fit nowhere, until it is believed that nothing is left. */
const MOST_MISSES = 10_000;

/** Combinations that may be proposed: each of them once, and those alone that fit. */
export class FittingDraws {
  private readonly proposed: DistinctPoints;

  constructor(
    readonly space: Space,
    private readonly fits: (codes: Float64Array) => boolean,
  ) {
    this.proposed = new DistinctPoints(space.names.length);
  }

  /** Takes the first new combination that fits of those that are made; undefined where none of so many is. */
  first(make: () => Float64Array, misses = MOST_MISSES): Float64Array | undefined {
    for (let missed = 0; missed < misses; missed++) {
      const codes = make();
      withoutUnnamed(this.space, codes);
      if (this.take(codes)) return codes;
    }
    return undefined;
  }

  /** Whether a combination is new and fits: it is then taken. */
  take(codes: Float64Array): boolean {
    return this.fits(codes) && this.proposed.add(codes);
  }
}
