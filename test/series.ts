/** The mean of some numbers. */
export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
}

/** The correlation of a series with itself, `lag` rows later. */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  const centre = mean(values);
  let above = 0;
  let below = 0;
  for (let t = 0; t < values.length; t++) {
    below += (values[t] - centre) ** 2;
    if (t >= lag) above += (values[t] - centre) * (values[t - lag] - centre);
  }
  return above / below;
}
