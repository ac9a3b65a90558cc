/** An attribute that is a list of numbers, or one of them. */
export function numbers(attribute: unknown): number[] {
  return Array.isArray(attribute) ? attribute.map(Number) : [Number(attribute)];
}

/** An axis counted from the front. */
export function positive(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** Axes that an attribute lists, counted from the front; all where it is left out. */
export function axesOf(attribute: unknown, rank: number): number[] {
  if (attribute === undefined || attribute === null) return Array.from({length: rank}, (_, axis) => axis);
  return numbers(attribute).map(axis => positive(axis, rank));
}

/** The axes of a reduction: Max calls them by another name. */
export function reducedAxes(attributes: Readonly<Record<string, unknown>>, rank: number): number[] {
  return axesOf(attributes.axis ?? attributes.reductionIndices, rank);
}
