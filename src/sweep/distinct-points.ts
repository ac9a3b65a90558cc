import {Points} from './points.js';

const bytes = new DataView(new ArrayBuffer(8));

/** Combinations, each of them once; who is there already is found by its codes. */
export class DistinctPoints {
  readonly points: Points;
  /** Places in `points` from 1 on, where their hashes put them; 0 where there is none. */
  private table = new Int32Array(64);

  constructor(width: number) {
    this.points = new Points(width);
  }

  /** Adds a combination; gives whether it was new. */
  add(codes: ArrayLike<number>): boolean {
    const slot = this.slotOf(codes);
    if (this.table[slot] !== 0) return false;
    this.points.add(codes);
    this.table[slot] = this.points.length;
    if (this.points.length * 2 > this.table.length) this.grow();
    return true;
  }

  /** Where a combination is in the table, or where it would be. */
  private slotOf(codes: ArrayLike<number>): number {
    const {points, table} = this;
    const isSame = (at: number) => {
      for (let position = 0; position < points.width; position++)
        if (!Object.is(points.code(at, position), codes[position])) return false;
      return true;
    };
    let slot = hashOf(codes, points.width) & (table.length - 1);
    while (table[slot] !== 0 && !isSame(table[slot] - 1)) slot = (slot + 1) & (table.length - 1);
    return slot;
  }

  private grow(): void {
    this.table = new Int32Array(this.table.length * 2);
    for (let at = 0; at < this.points.length; at++) this.table[this.slotOf(this.points.codes(at))] = at + 1;
  }
}

function hashOf(codes: ArrayLike<number>, width: number): number {
  let hash = width;
  for (let position = 0; position < width; position++) {
    bytes.setFloat64(0, codes[position]);
    for (const word of [bytes.getInt32(0), bytes.getInt32(4)]) {
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
  }
  return hash;
}
