/** The place of the first of some sorted numbers that is above a value; their count where none is. By bisection. */
export function firstAbove(sorted: readonly number[] | Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
