import type {Shape} from '../../../model/shape.js';
import type {Code, Expression} from './wasm/code.js';
import {i32} from './wasm/instructions.js';
import type {FunctionBuilder, Local} from './wasm/module-builder.js';

/** A view inside a loop nest: elements from one step of each axis to the next. */
export interface Walk {
  readonly strides: readonly number[];
}

/** Axes that every walk passes without a gap become one. Gives the shape and the strides that are left. */
export function collapsed(
  shape: Shape,
  walks: readonly Walk[],
  together: (outer: number, inner: number) => boolean = () => true,
): {shape: number[]; strides: number[][]} {
  const kept = [...shape.keys()].filter(axis => shape[axis] !== 1);
  const result: number[] = [];
  const strides: number[][] = walks.map(() => []);
  let before: number | undefined;
  for (const axis of kept) {
    const joins =
      before !== undefined &&
      together(before, axis) &&
      walks.every(walk => walk.strides[before ?? 0] === walk.strides[axis] * shape[axis]);
    if (joins) {
      result[result.length - 1] *= shape[axis];
      walks.forEach((walk, index) => {
        strides[index][result.length - 1] = walk.strides[axis];
      });
    } else {
      result.push(shape[axis]);
      walks.forEach((walk, index) => {
        strides[index].push(walk.strides[axis]);
      });
    }
    before = axis;
  }
  return {shape: result, strides};
}

/** Indices in bytes of several walks through the levels of a loop nest; walks with the same strides share them. */
export class Indices {
  private readonly classes: number[][] = [];
  private readonly classOf: number[];
  /** Per class, the index local of the levels entered so far. */
  private readonly stacks: Local<'i32'>[][];

  constructor(
    private readonly f: FunctionBuilder,
    walks: readonly (readonly number[])[],
  ) {
    const known = new Map<string, number>();
    this.classOf = walks.map(strides => {
      const key = strides.join();
      const found = known.get(key) ?? this.classes.push([...strides]) - 1;
      known.set(key, found);
      return found;
    });
    this.stacks = this.classes.map(() => []);
  }

  /** Where a walk stands; undefined is its start. */
  of(walk: number): Expression<'i32'> | undefined {
    return this.stacks[this.classOf[walk]].at(-1)?.get;
  }

  /** The body at every step of a level. Steps of `width` elements at a time, `times` times each part. */
  level(level: number, parts: readonly {times: number; width: number; body: () => Code}[]): Code {
    const moving = this.classes.flatMap((strides, index) => (strides[level] !== 0 ? [index] : []));
    const entered = moving.map(index => {
      const outer = this.stacks[index].at(-1);
      const local = this.f.local('i32');
      return {index, local, code: local.set(outer ? outer.get : i32.const(0))};
    });
    for (const {index, local} of entered) this.stacks[index].push(local);
    const code = parts
      .filter(({times}) => times > 0)
      .map(({times, width, body}) => {
        const step = () => [
          body(),
          entered.map(({index, local}) =>
            local.set(i32.add(local.get, i32.const(4 * width * this.classes[index][level]))),
          ),
        ];
        return times === 1 ? step() : this.f.count(times, 1, step);
      });
    for (const {index, local} of entered) {
      this.stacks[index].pop();
      this.f.release('i32', local);
    }
    return [entered.map(({code: start}) => start), code];
  }
}
