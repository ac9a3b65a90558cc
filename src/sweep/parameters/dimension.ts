/** What the coordinate of a value can be: a share from 0 to 1; one of so many even steps, counted from 0; or one of some choices. */
export type Dimension =
  | {readonly kind: 'share'}
  | {readonly kind: 'steps'; readonly count: number}
  | {readonly kind: 'choice'; readonly weights: readonly number[]};

/** Where values lie beside one another, for what learns from some of them about others. */
export interface Axis {
  readonly dimension: Dimension;
  /** The coordinate of a value, by its code. */
  coordinateOf(code: number): number;
  /** The code of the value at a coordinate. */
  codeOf(coordinate: number): number;
}

/** An axis on which the codes of values are the coordinates. */
export function countedAxis(dimension: Extract<Dimension, {kind: 'steps' | 'choice'}>): Axis {
  const most = (dimension.kind === 'steps' ? dimension.count : dimension.weights.length) - 1;
  return {
    dimension,
    coordinateOf: code => Math.min(most, Math.max(0, Math.round(code))),
    codeOf: coordinate => coordinate,
  };
}
