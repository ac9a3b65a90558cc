/**
 * How a column's numbers become those that a model sees, and back. Either may depend on the window that a number belongs to, by
 * the column's last known value in it, in its own units.
 */
export interface Scaling {
  /** As it is shown: (x - 12.5) / 3. */
  readonly formula: {readonly offset: number; readonly scale: number};
  transform(value: number, lastKnown?: number): number;
  invert(standardized: number, lastKnown?: number): number;
}

/** standardized = (x - offset) / scale; x = standardized * scale + offset: the same in every window. */
export function affine(offset: number, scale: number): Scaling {
  return {
    formula: {offset, scale},
    transform: value => (value - offset) / scale,
    invert: standardized => standardized * scale + offset,
  };
}
