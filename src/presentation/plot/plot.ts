import type {Candle} from '../../data/2-order/candle-columns.js';

/** Pictures as plain data: one description for the terminal, SVG, PNG and HTML. */
export interface Plot {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One picture with its axes. */
export interface Panel {
  readonly title: string;
  /** What one sees in it, for those who don't. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** Parts of the horizontal axis that are named, such as splits. */
  readonly shades?: readonly Shade[];
  /** How many panels of the same `row` stand side by side; without it a panel has a row of its own. */
  readonly row?: string;
}

/** Numbers along an axis; or names, one for each place 0, 1, 2, ... */
export interface Axis {
  readonly name: string;
  readonly labels?: readonly string[];
}

export interface Shade {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export type Mark =
  /** Points in the order of x; null where there is none. */
  | {readonly kind: 'line'; readonly name: string; readonly points: readonly (readonly [x: number, y: number | null])[]}
  /** Bars from 0 up, each as wide as the distance to the next. */
  | {readonly kind: 'bars'; readonly name: string; readonly points: readonly (readonly [x: number, y: number])[]}
  /** One for each place of an axis of names; null where one is missing. */
  | {readonly kind: 'candles'; readonly name: string; readonly candles: readonly (Candle | null)[]};

/** The least and the largest number that marks have along y, and x. */
export function extentOf(marks: readonly Mark[]): {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
} {
  let [left, right, low, high] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  const add = (x: number, ...ys: readonly (number | null)[]) => {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    for (const y of ys) if (y !== null) [low, high] = [Math.min(low, y), Math.max(high, y)];
  };
  for (const mark of marks)
    switch (mark.kind) {
      case 'line':
        for (const [x, y] of mark.points) add(x, y);
        break;
      case 'bars':
        for (const [x, y] of mark.points) add(x, 0, y);
        break;
      case 'candles':
        mark.candles.forEach((candle, x) => {
          add(x, ...(candle ? [candle.low, candle.high] : []));
        });
        break;
    }
  return {x: [left, right], y: [low, high]};
}
