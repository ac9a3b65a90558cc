import {GrowingNumbers} from './growing-numbers.js';

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
  private readonly rows: GrowingNumbers;

  constructor(expected: number) {
    this.rows = new GrowingNumbers(expected);
  }

  /** The name of the next row's series. */
  add(name: string): void {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(name, number);
    }
    this.rows.push(number);
  }

  get labels(): SeriesLabels {
    return {names: [...this.numbers.keys()], of: Int32Array.from(this.rows.view())};
  }
}
