import type {Loop} from '../lower/loop-graph.js';
import {collapsed} from './nest.js';

/** The levels of the nest, from outside in. */
export interface LoopPlan {
  readonly lengths: readonly number[];
  /** Per operand, elements from one step of each level to the next. */
  readonly strides: readonly (readonly number[])[];
  /** The level that goes four at a time. */
  readonly vector: number;
  /** The first level over which is reduced; levels.length where none is. */
  readonly reduced: number;
}

/** How a loop is walked through: its axes joined where all walks allow it. */
export function loopPlan({space, inputs, outputs}: Loop): LoopPlan {
  const walks = [...inputs, ...outputs.map(({view}) => view)];
  const pattern = outputs.find(({reduction}) => reduction)?.reduction?.reduced ?? space.map(() => false);
  const axes = collapsed(
    space,
    [...walks, {strides: denseMarks(space, pattern)}],
    (outer, inner) => pattern[outer] === pattern[inner],
  );
  // The last walk only carries which axes are reduced.
  const marks = axes.strides.pop() ?? [];
  const isReduced = marks.map(mark => mark !== 0);
  const order = [...axes.shape.keys()];
  const last = order.pop();
  const kept = order.filter(axis => !isReduced[axis]);
  const gone = order.filter(axis => isReduced[axis]);
  const lastReduced = last !== undefined && isReduced[last];
  const own = last === undefined ? [] : [last];
  const levels = lastReduced ? [...kept, ...gone, ...own] : [...kept, ...own, ...gone];
  const reducedAt = levels.findIndex(axis => isReduced[axis]);
  return {
    lengths: levels.map(axis => axes.shape[axis]),
    strides: axes.strides.map(strides => levels.map(axis => strides[axis])),
    vector: last === undefined ? -1 : levels.indexOf(last),
    reduced: reducedAt < 0 ? levels.length : reducedAt,
  };
}

/** Strides that collapse like dense ones among reduced axes and are 0 for the others. */
function denseMarks(space: readonly number[], reduced: readonly boolean[]): number[] {
  const strides = space.map(() => 0);
  let stride = 1;
  for (let axis = space.length - 1; axis >= 0; axis--) {
    if (reduced[axis] && space[axis] !== 1) {
      strides[axis] = stride;
      stride *= space[axis];
    }
  }
  return strides;
}
