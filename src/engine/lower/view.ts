import type {Shape} from '../graph/kernel-graph.js';
import {sizeOf} from '../graph/kernel-graph.js';

export type BufferId = number;

/** Numbers of a buffer, seen in a shape: element i, j is at offset + i strides[0] + j strides[1]. */
export interface View {
  readonly buffer: BufferId;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Strides of a shape whose elements lie in order without gaps. */
export function denseStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

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

export function transposed(view: View, order: readonly number[]): View {
  return {
    ...view,
    shape: order.map(axis => view.shape[axis]),
    strides: order.map(axis => view.strides[axis]),
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

/** A view of a view: `inner` looks at a buffer that is, whole and dense, what `outer` shows. Undefined where that is no view. */
export function composed(inner: View, outer: View): View | undefined {
  if (isDense(outer)) return {...inner, buffer: outer.buffer, offset: outer.offset + inner.offset};
  // Each axis of the inner view must walk along the axes of the outer shape; find which by its dense strides.
  const dense = denseStrides(outer.shape);
  const map = (distance: number): number | undefined => {
    let rest = distance;
    let mapped = 0;
    for (const [axis, stride] of dense.entries()) {
      if (outer.shape[axis] === 1) continue;
      const steps = Math.floor(rest / stride);
      if (steps >= outer.shape[axis]) return undefined;
      mapped += steps * outer.strides[axis];
      rest -= steps * stride;
    }
    return mapped;
  };
  const offset = map(inner.offset);
  if (offset === undefined) return undefined;
  const strides: number[] = [];
  for (const [axis, length] of inner.shape.entries()) {
    if (length === 1 || inner.strides[axis] === 0) {
      strides.push(0);
      continue;
    }
    // Linear only if every step maps to the same distance, wherever the other axes stand.
    const outerAxis = dense.findIndex((stride, index) => {
      const steps = inner.strides[axis] / stride;
      return outer.shape[index] > 1 && Number.isInteger(steps) && steps >= 1 && steps < outer.shape[index];
    });
    if (outerAxis < 0) return undefined;
    strides.push((inner.strides[axis] / dense[outerAxis]) * outer.strides[outerAxis]);
  }
  const result = {buffer: outer.buffer, shape: inner.shape, strides, offset: outer.offset + offset};
  return checkComposed(inner, outer, result) ? result : undefined;
}

/** Whether the last element is where it has to be, and no axis runs over an edge. */
function checkComposed(inner: View, outer: View, result: View): boolean {
  const dense = denseStrides(outer.shape);
  const place = outer.shape.map(() => 0);
  const add = (distance: number, times: number) => {
    let rest = distance;
    dense.forEach((stride, axis) => {
      if (outer.shape[axis] === 1) return;
      const steps = Math.floor(rest / stride);
      place[axis] += steps * times;
      rest -= steps * stride;
    });
  };
  add(inner.offset, 1);
  inner.shape.forEach((length, axis) => {
    add(inner.strides[axis], length - 1);
  });
  return place.every((at, axis) => at < outer.shape[axis]) && result.shape === inner.shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** A view without its axes of length 1. */
export function squeezed(view: View): View {
  const kept = [...view.shape.keys()].filter(axis => view.shape[axis] !== 1);
  return {...view, shape: kept.map(axis => view.shape[axis]), strides: kept.map(axis => view.strides[axis])};
}

export function sameView(a: View, b: View): boolean {
  return (
    a.buffer === b.buffer &&
    a.offset === b.offset &&
    sameShape(a.shape, b.shape) &&
    a.strides.every((stride, axis) => a.shape[axis] === 1 || stride === b.strides[axis])
  );
}
