/** A block of the output: rows times vectors of four columns. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

/** Sums, numbers of a and a vector of b have to fit into 16 registers. */
const MOST_SUMS = 12;

/** The block that gives the least loads per product; measured in test/bench/contraction.ts. */
export function tileFor(m: number, n: number): Tile {
  const vectors = Math.ceil(n / 4);
  const parts = Math.ceil(vectors / 5);
  const width = Math.ceil(vectors / parts);
  const most = Math.floor(MOST_SUMS / width);
  const rows = [most, most - 1, most - 2].find(count => count >= 2 && m % count === 0) ?? Math.max(1, most);
  return {rows: Math.min(rows, m), vectors: width};
}

/** How often a whole block fits, and the smaller one at the end. */
export function blocksOf(length: number, size: number): {times: number; size: number}[] {
  const whole = Math.floor(length / size);
  const rest = length % size;
  return [...(whole > 0 ? [{times: whole, size}] : []), ...(rest > 0 ? [{times: 1, size: rest}] : [])];
}
