/** How a column's numbers become those that a model sees, and back. */
export interface Scaling {
  /** As it is shown: (x - 12.5) / 3. */
  readonly formula: {readonly offset: number; readonly scale: number};
  transform(value: number): number;
  invert(standardized: number): number;
}

/** standardized = (x - offset) / scale; x = standardized * scale + offset. */
export function affine(offset: number, scale: number): Scaling {
  return {
    formula: {offset, scale},
    transform: value => (value - offset) / scale,
    invert: standardized => standardized * scale + offset,
  };
}
