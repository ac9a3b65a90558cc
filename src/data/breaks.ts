/** Whether one of some rows in rising order lies behind a first row, up to a last one. */
export function hasBreak(breaks: readonly number[], first: number, last: number): boolean {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle] <= first) low = middle + 1;
    else high = middle;
  }
  return low < breaks.length && breaks[low] <= last;
}
