/** The lines in which the rows of a table begin; rows that follow each other line by line take no room. */
export class RowLines {
  private readonly rows: number[] = [];
  private readonly lines: number[] = [];
  private count = 0;
  private next = Number.NaN;

  /** The line of the next row. */
  add(line: number): void {
    if (line !== this.next) {
      this.rows.push(this.count);
      this.lines.push(line);
    }
    this.count++;
    this.next = line + 1;
  }

  /** The line of a row, both counted as they were added, rows from 0. */
  of(row: number): number {
    let low = 0;
    let high = this.rows.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.rows[middle] <= row) low = middle;
      else high = middle - 1;
    }
    return (this.lines[low] ?? 1) + row - (this.rows[low] ?? 0);
  }
}
