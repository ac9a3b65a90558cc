/** Numbers of which it isn't known beforehand how many come. */
export class GrowingNumbers {
  private values: Float64Array;
  length = 0;

  /** Room for about as many as are expected. */
  constructor(expected: number) {
    this.values = new Float64Array(Math.max(16, Math.ceil(expected)));
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(Math.ceil(this.length * 1.5));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** Those before now as they are; a change to them changes these, too. */
  view(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
