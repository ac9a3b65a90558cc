/** The step at which at most `most` of `count` items are left. */
export function everyNth(count: number, most: number): number {
  return Math.max(1, Math.ceil(count / most));
}

/** Every `step`-th item, the first one included. */
export function thinned<T>(items: readonly T[], step: number): T[] {
  return step === 1 ? [...items] : items.filter((_, index) => index % step === 0);
}

/** At most `most` of the items, evenly. */
export function atMost<T>(items: readonly T[], most: number): T[] {
  return thinned(items, everyNth(items.length, most));
}
