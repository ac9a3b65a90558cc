/** Groups of what has the same key, in the order in which keys first come. */
export function groupBy<Of, Key>(all: readonly Of[], keyOf: (one: Of) => Key): ReadonlyMap<Key, readonly Of[]> {
  const groups = new Map<Key, Of[]>();
  for (const one of all) {
    const key = keyOf(one);
    const own = groups.get(key);
    if (own) own.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
