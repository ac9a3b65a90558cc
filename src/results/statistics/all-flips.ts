import {type Flips, roundingOf} from './flips.js';

/**
 * All 2^n patterns of up to some 20 values, without going through them one by one: the subsets of both halves of the values, by
 * their sizes and sorted by their sums, are counted against each other (Horowitz and Sahni, Computing partitions with
 * applications to the knapsack problem, 1974).
 */
export function allFlips(values: readonly number[]): Flips {
  const below = new SubsetCounter(values);
  return {
    patterns: 2 ** values.length,
    exact: true,
    notAboveZero: below.countUpTo(0, roundingOf(values)),
    ranked: rank => [below.ranked(rank), -new SubsetCounter(values.map(value => -value)).ranked(rank)],
  };
}

/** Subsets of some values, but for the empty one, by their means. */
class SubsetCounter {
  private readonly left: readonly Float64Array[];
  private readonly right: readonly Float64Array[];

  constructor(private readonly values: readonly number[]) {
    const middle = Math.ceil(values.length / 2);
    this.left = sumsBySize(values.slice(0, middle));
    this.right = sumsBySize(values.slice(middle));
  }

  countUpTo(mean: number, rounding: number): number {
    let count = -1;
    this.left.forEach((left, a) => {
      this.right.forEach((right, b) => {
        count += pairsUpTo((a + b) * mean + rounding, left, right);
      });
    });
    return count;
  }

  /** The mean of a rank, by bisection; where it may be 0, it is not beyond 0 on the wrong side. */
  ranked(rank: number): number {
    const size = this.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let [low, high] = this.countUpTo(0, roundingOf(this.values)) >= rank ? [-2 * size, 0] : [0, 2 * size];
    for (let step = 0; step < 54; step++) {
      const middle = (low + high) / 2;
      if (this.countUpTo(middle, 0) >= rank) high = middle;
      else low = middle;
    }
    return high;
  }
}

/** The sums of all subsets by their sizes, each list in order. */
function sumsBySize(values: readonly number[]): Float64Array[] {
  const sums = new Float64Array(2 ** values.length);
  const sizes = new Uint8Array(sums.length);
  const lists: number[][] = Array.from({length: values.length + 1}, () => []);
  lists[0].push(0);
  values.forEach((value, index) => {
    const half = 2 ** index;
    for (let subset = half; subset < 2 * half; subset++) {
      sums[subset] = sums[subset - half] + value;
      sizes[subset] = sizes[subset - half] + 1;
      lists[sizes[subset]].push(sums[subset]);
    }
  });
  return lists.map(list => Float64Array.from(list).sort());
}

/** Pairs of a number of each list whose sum is at most `limit`. */
function pairsUpTo(limit: number, left: Float64Array, right: Float64Array): number {
  let count = 0;
  let end = right.length;
  for (let index = 0; index < left.length; index++) {
    while (end > 0 && left[index] + right[end - 1] > limit) end--;
    if (end === 0) break;
    count += end;
  }
  return count;
}
