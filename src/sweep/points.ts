/** The code of a parameter that a combination hasn't got, since none of its values names it. */
export const ABSENT = Number.NaN;

/** Combinations as codes of their values, one number for each parameter: a million of them take a few megabytes. */
export class Points {
  private columns: readonly Float64Array[];
  private count = 0;

  constructor(readonly width: number) {
    this.columns = Array.from({length: width}, () => new Float64Array(16));
  }

  get length(): number {
    return this.count;
  }

  add(codes: ArrayLike<number>): void {
    if (this.count === this.columns[0]?.length) this.columns = this.columns.map(doubled);
    this.columns.forEach((column, position) => {
      column[this.count] = codes[position];
    });
    this.count++;
  }

  /** The code of a parameter in a combination; ABSENT where it has none. */
  code(index: number, position: number): number {
    return this.columns[position][index];
  }

  codes(index: number): Float64Array {
    return Float64Array.from(this.columns, column => column[index]);
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
