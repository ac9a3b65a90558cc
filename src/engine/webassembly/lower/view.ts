import {type Shape, sizeOf} from '../../../model/shape.js';
import {sameShape} from '../../common/graph/shapes.js';

export type BufferId = number;

/** Numbers of a buffer, seen in a shape: element i, j is at offset + i strides[0] + j strides[1]. */
export interface View {
  readonly buffer: BufferId;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Strides of a shape whose elements lie in order without gaps. */
function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** A view of all of a buffer, in order. */
export function wholeBuffer(buffer: BufferId, shape: Shape): View {
  return {buffer, shape, strides: denseStrides(shape), offset: 0};
}

/** Whether its elements lie in order without gaps. */
export function isDense({shape, strides}: View): boolean {
  const dense = denseStrides(shape);
  return shape.every((length, axis) => length === 1 || strides[axis] === dense[axis]);
}

/** The same elements in another shape; undefined where that is no view. */
export function reshaped(view: View, shape: Shape): View | undefined {
  if (sameShape(view.shape, shape)) return view;
  if (sizeOf(shape) !== sizeOf(view.shape)) throw new Error(`[${view.shape}] can't be seen as [${shape}]`);
  if (sizeOf(shape) === 0) return undefined;
  // Runs of axes that merge on both sides: each group of new axes must lie in one evenly strided run of old ones.
  const strides: number[] = [];
  let axis = 0;
  let at = 0;
  while (at < shape.length || axis < view.shape.length) {
    let oldSize = 1;
    let newSize = 1;
    const firstOld = axis;
    const firstNew = at;
    if (axis < view.shape.length) oldSize = view.shape[axis++];
    if (at < shape.length) newSize = shape[at++];
    while (oldSize !== newSize) {
      if (oldSize < newSize) oldSize *= view.shape[axis++];
      else newSize *= shape[at++];
    }
    const run = [...view.shape.keys()].slice(firstOld, axis).filter(index => view.shape[index] !== 1);
    for (let k = 1; k < run.length; k++)
      if (view.strides[run[k - 1]] !== view.strides[run[k]] * view.shape[run[k]]) return undefined;
    let stride = run.length > 0 ? view.strides[run[run.length - 1]] : 0;
    for (let index = at - 1; index >= firstNew; index--) {
      strides[index] = stride;
      stride *= shape[index];
    }
  }
  return {...view, shape, strides};
}

/** The view repeated along axes of length 1, or missing in front, as NumPy broadcasts. */
export function broadcast(view: View, shape: Shape): View {
  const missing = shape.length - view.shape.length;
  const strides = shape.map((length, axis) => {
    if (axis < missing) return 0;
    const own = view.shape[axis - missing];
    if (own === length) return length === 1 ? 0 : view.strides[axis - missing];
    if (own === 1) return 0;
    throw new Error(`[${view.shape}] doesn't fit [${shape}]`);
  });
  return {...view, shape, strides};
}

/** The same numbers with axes in another order. */
export function transposed(view: View, order: readonly number[]): View {
  return {
    ...view,
    shape: order.map(axis => view.shape[axis]),
    strides: order.map(axis => view.strides[axis]),
  };
}

/** A view at one place of an axis, which is gone. */
export function without(view: View, axis: number, index: number): View {
  const keep = (_: number, at: number) => at !== axis;
  return {
    ...view,
    shape: view.shape.filter(keep),
    strides: view.strides.filter(keep),
    offset: view.offset + index * view.strides[axis],
  };
}

/** A box of a view; steps may be negative, `begin` is the first element taken. */
export function sliced(view: View, begin: readonly number[], shape: Shape, steps?: readonly number[]): View {
  return {
    ...view,
    shape,
    strides: view.strides.map((stride, axis) => stride * (steps?.[axis] ?? 1)),
    offset: view.offset + begin.reduce((sum, start, axis) => sum + start * view.strides[axis], 0),
  };
}

/**
 * A view of a view: `inner` looks at a buffer that is, whole and dense, what `outer` shows. Undefined where that is no view:
 * where an axis of the inner one doesn't stay within one axis of the outer one.
 */
export function composed(inner: View, outer: View): View | undefined {
  if (isDense(outer)) return {...inner, buffer: outer.buffer, offset: outer.offset + inner.offset};
  const dense = denseStrides(outer.shape);
  // How far along each axis of the outer view the inner one begins, and in the end has come.
  const place = outer.shape.map(() => 0);
  let rest = inner.offset;
  for (const [axis, stride] of dense.entries()) {
    if (outer.shape[axis] === 1) continue;
    place[axis] = Math.floor(rest / stride);
    rest -= place[axis] * stride;
  }
  const offset = place.reduce((sum, steps, axis) => sum + steps * outer.strides[axis], outer.offset);
  const strides: number[] = [];
  for (const [axis, length] of inner.shape.entries()) {
    const stride = inner.strides[axis];
    if (length === 1 || stride === 0) {
      strides.push(0);
      continue;
    }
    const along = dense.findIndex((step, index) => {
      const steps = stride / step;
      return outer.shape[index] > 1 && Number.isInteger(steps) && steps >= 1 && steps < outer.shape[index];
    });
    if (along < 0) return undefined;
    const steps = stride / dense[along];
    place[along] += steps * (length - 1);
    strides.push(steps * outer.strides[along]);
  }
  const inside = place.every((at, axis) => at < outer.shape[axis]);
  return inside ? {buffer: outer.buffer, shape: inner.shape, strides, offset} : undefined;
}

/** A view without its axes of length 1. */
export function squeezed(view: View): View {
  const kept = [...view.shape.keys()].filter(axis => view.shape[axis] !== 1);
  return {...view, shape: kept.map(axis => view.shape[axis]), strides: kept.map(axis => view.strides[axis])};
}

/** Whether two views show the same numbers in the same order; strides of axes of length 1 play no part. */
export function sameView(a: View, b: View): boolean {
  return (
    a.buffer === b.buffer &&
    a.offset === b.offset &&
    sameShape(a.shape, b.shape) &&
    a.strides.every((stride, axis) => a.shape[axis] === 1 || stride === b.strides[axis])
  );
}
