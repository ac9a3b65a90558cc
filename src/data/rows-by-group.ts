/** For each of some groups, the rows in it, in their order; `groups` tells for every row the number of its group. */
export function rowsByGroup(groups: Int32Array, count: number): Int32Array[] {
  const counts = new Int32Array(count);
  for (const group of groups) counts[group]++;
  const found = Array.from(counts, size => new Int32Array(size));
  const next = new Int32Array(count);
  groups.forEach((group, row) => {
    found[group][next[group]++] = row;
  });
  return found;
}
