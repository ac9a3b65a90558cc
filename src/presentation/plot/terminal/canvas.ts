import type {Style} from '../../style.js';

/** How a part of a picture is coloured on a terminal. */
export type Ink = 'blue' | 'yellow' | 'red' | 'cyan' | 'green' | 'magenta' | 'dim' | 'plain';

/** Inks in the order in which series get them. */
export const INKS: readonly Ink[] = ['blue', 'yellow', 'red', 'cyan', 'green', 'magenta'];

/** A grid of characters. Points are eight to a character where the terminal has braille, else one. */
export class Canvas {
  private readonly cells: {character: string; dots: number; ink: Ink}[];
  /** Points that fit into a character, across and down. */
  readonly across: number;
  readonly down: number;

  constructor(
    readonly columns: number,
    readonly rows: number,
    private readonly unicode: boolean,
  ) {
    this.cells = Array.from({length: columns * rows}, () => ({character: ' ', dots: 0, ink: 'plain'}));
    [this.across, this.down] = unicode ? [2, 4] : [1, 1];
  }

  /** Sets a point, counted from the left and the top. */
  point(x: number, y: number, ink: Ink): void {
    const cell = this.cellAt(Math.floor(x / this.across), Math.floor(y / this.down));
    if (!cell) return;
    cell.ink = ink;
    if (this.unicode) cell.dots |= DOTS[(y % 4) * 2 + (x % 2)];
    else cell.character = '*';
  }

  /** All points of a straight line (Bresenham 1965). */
  line([x0, y0]: Point, [x1, y1]: Point, ink: Ink): void {
    const [dx, dy] = [Math.abs(x1 - x0), -Math.abs(y1 - y0)];
    const [sx, sy] = [x0 < x1 ? 1 : -1, y0 < y1 ? 1 : -1];
    let [x, y, error] = [x0, y0, dx + dy];
    for (let left = dx - dy; left >= 0; left--) {
      this.point(x, y, ink);
      if (x === x1 && y === y1) return;
      const doubled = 2 * error;
      if (doubled >= dy) {
        error += dy;
        x += sx;
      }
      if (doubled <= dx) {
        error += dx;
        y += sy;
      }
    }
  }

  /** Writes a character. */
  write(column: number, row: number, character: string, ink: Ink): void {
    const cell = this.cellAt(column, row);
    if (!cell) return;
    cell.character = character;
    cell.dots = 0;
    cell.ink = ink;
  }

  /** The lines of the picture. */
  lines(style: Style): string[] {
    return Array.from({length: this.rows}, (_, row) =>
      this.cells
        .slice(row * this.columns, (row + 1) * this.columns)
        .map(({character, dots, ink}) => inked(dots > 0 ? String.fromCodePoint(0x2800 + dots) : character, ink, style))
        .join('')
        .trimEnd(),
    );
  }

  private cellAt(column: number, row: number) {
    return column >= 0 && column < this.columns && row >= 0 && row < this.rows
      ? this.cells[row * this.columns + column]
      : undefined;
  }
}

export type Point = readonly [x: number, y: number];

/** Unicode's braille patterns, dot by dot: left and right, from the top. */
const DOTS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80] as const;

function inked(character: string, ink: Ink, style: Style): string {
  return ink === 'plain' || character === ' ' ? character : style[ink](character);
}
