/** What is made of each value and the one `lag` rows before; NaN where there is none. */
export function changeOver(
  values: Float64Array,
  lag: number,
  of: (now: number, before: number) => number,
): Float64Array {
  return values.map((value, row) => (row < lag ? Number.NaN : of(value, values[row - lag])));
}
