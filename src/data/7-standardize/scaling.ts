/** How a column's numbers become those that a model sees, and back. */
export interface Scaling {
  /** As it is shown, and equal for equal scalings: (x - 12.5) / 3. */
  readonly formula: Formula;
  transform(value: number): number;
  invert(standardized: number): number;
}

/** What a scaling does: shifts and scales, perhaps what a curve has made of a number before. */
export type Formula =
  | {readonly kind: 'affine'; readonly offset: number; readonly scale: number}
  | {
      readonly kind: 'curve';
      readonly offset: number;
      readonly scale: number;
      /** Of x: ln(x), say. */
      readonly curve: string;
      /** What tells it from other curves of that name. */
      readonly parameters: readonly number[];
    };

/** standardized = (x - offset) / scale; x = standardized * scale + offset. */
export function affine(offset: number, scale: number): Scaling {
  return {
    formula: {kind: 'affine', offset, scale},
    transform: value => (value - offset) / scale,
    invert: standardized => standardized * scale + offset,
  };
}

/** A curve that rises, and back. */
export interface Curve {
  readonly name: string;
  readonly parameters: readonly number[];
  of(value: number): number;
  undo(curved: number): number;
}

/** The same of what a curve makes of a number. */
export function curved(curve: Curve, offset: number, scale: number): Scaling {
  const {name, parameters} = curve;
  return {
    formula: {kind: 'curve', offset, scale, curve: name, parameters},
    transform: value => (curve.of(value) - offset) / scale,
    invert: standardized => curve.undo(standardized * scale + offset),
  };
}
