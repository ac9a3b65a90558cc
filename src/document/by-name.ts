/** Something of each of some names. */
export function byName<Name extends string, Of>(names: readonly Name[], of: (name: Name) => Of): Record<Name, Of> {
  // Every name has its entry.
  return Object.fromEntries(names.map(name => [name, of(name)])) as Record<Name, Of>;
}
