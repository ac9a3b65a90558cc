/** The lengths of a tensor's axes; of layers without the batch axis: [time, features] or [units]. */
export type Shape = readonly number[];

/** How many numbers a tensor of a shape has. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A shape as problems show it: [20, 3]. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
