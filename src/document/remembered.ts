/** A Map, or a WeakMap. */
interface Known<Key, T> {
  get(key: Key): T | undefined;
  set(key: Key, value: T): unknown;
}

/** What is known by a key; made at the first question. */
export function remembered<Key, T>(known: Known<Key, T>, key: Key, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}
