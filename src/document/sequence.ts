/** Up to so many are kept once they are made. */
const MOST_KEPT = 100_000;

/** Things in order, each of which is made as it is asked for: a million of them take no room. */
export class Sequence<Of> implements Iterable<Of> {
  private readonly kept: Of[] | undefined;

  /** So many, or as many as there are at a time. */
  constructor(
    private readonly count: number | (() => number),
    private readonly make: (index: number) => Of,
  ) {
    this.kept = typeof count === 'number' && count > MOST_KEPT ? undefined : [];
  }

  get length(): number {
    return typeof this.count === 'number' ? this.count : this.count();
  }

  /** The one at a place from 0 to length - 1. */
  at(index: number): Of {
    if (!this.kept) return this.make(index);
    const known = this.kept[index];
    if (known !== undefined) return known;
    const made = this.make(index);
    this.kept[index] = made;
    return made;
  }

  *[Symbol.iterator](): Generator<Of> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  /** What becomes of each, all at once. */
  map<To>(become: (one: Of, index: number) => To): To[] {
    return Array.from({length: this.length}, (_, index) => become(this.at(index), index));
  }

  /** The first ones, at most so many. */
  first(count: number): Of[] {
    return Array.from({length: Math.min(count, this.length)}, (_, index) => this.at(index));
  }
}
