/** Which series each row of a source belongs to: numbers of names. */
export interface SeriesLabels {
  /** The names of the series, in the order in which they first come. */
  readonly names: readonly string[];
  /** For each row, the number of its series. */
  readonly of: Int32Array;
}

/** The names of series, row by row: what stands in one column, or in several. */
export class LabelColumn {
  private readonly numbers = new Map<string, number>();
  private of: Int32Array;
  private rows = 0;

  constructor(expected: number) {
    this.of = new Int32Array(Math.max(16, Math.ceil(expected)));
  }

  /** The name of the next row's series. */
  add(name: string): void {
    if (this.rows === this.of.length) {
      const larger = new Int32Array(Math.ceil(this.rows * 1.5));
      larger.set(this.of);
      this.of = larger;
    }
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(name, number);
    }
    this.of[this.rows++] = number;
  }

  get labels(): SeriesLabels {
    return {names: [...this.numbers.keys()], of: this.of.subarray(0, this.rows)};
  }
}
