/** Arrays one after the other, in one that `make` makes of a length; one alone as it is. */
export function joinedArrays<Numbers extends Int32Array | Float64Array>(
  parts: readonly Numbers[],
  make: (length: number) => Numbers,
): Numbers {
  if (parts.length === 1) return parts[0];
  const all = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
