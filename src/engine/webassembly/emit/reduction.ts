import type {DataType} from '../../common/graph/kernel-graph.js';
import type {ReductionKind} from '../lower/loop-graph.js';
import type {Computed} from './functions/exponential.js';
import type {Constants} from './kernel.js';
import type {Code, Expression} from './wasm/code.js';
import {f32x4, f64x2, i32x4, v128} from './wasm/instructions.js';
import type {FunctionBuilder, Local} from './wasm/module-builder.js';

type Vector = Expression<'v128'>;

/** Lane 0 and nothing else. */
const FIRST_LANE = [255, 255, 255, 255, ...new Array<number>(12).fill(0)];

/**
 * What a reduction has so far: a vector of four results, or, where lanes are reduced too, four parts of one. Then sums
 * are taken in double precision, so that long ones stay exact to float32.
 */
export class Accumulator {
  private readonly locals: Local<'v128'>[];
  private readonly inDouble: boolean;

  constructor(
    private readonly f: FunctionBuilder,
    private readonly constants: Constants,
    private readonly kind: ReductionKind,
    private readonly type: DataType,
    private readonly acrossLanes: boolean,
  ) {
    this.inDouble = acrossLanes && kind === 'sum' && type === 'float32';
    this.locals = Array.from({length: this.inDouble ? 2 : 1}, () => f.local('v128'));
  }

  start(): Code {
    return this.locals.map(local => local.set(this.identity()));
  }

  add(value: Vector, width: 1 | 4): Code {
    const [first, second] = this.locals;
    const mask = v128.const(FIRST_LANE);
    const masked =
      this.acrossLanes && width === 1
        ? this.kind === 'sum'
          ? v128.and(value, mask)
          : v128.bitselect(value, this.identity(), mask)
        : value;
    if (!this.inDouble) return first.set(this.combined(first.get, masked));
    const kept = this.f.local('v128');
    const half = (local: Local<'v128'>, lanes: readonly number[]): Code =>
      local.set(f64x2.add(local.get, f64x2.promote_low_f32x4(v128.shuffle32(kept.get, kept.get, lanes))));
    const code = [kept.set(masked), half(first, [0, 1, 0, 1]), width === 4 ? half(second, [2, 3, 2, 3]) : []];
    this.f.release('v128', kept);
    return code;
  }

  /** The result: in lane 0 where lanes were reduced. */
  finish(): Computed {
    const [first, second] = this.locals;
    if (!this.acrossLanes) return {code: [], value: first.get};
    if (this.inDouble) {
      const swapped = v128.shuffle32(first.get, first.get, [2, 3, 0, 1]);
      return {
        code: first.set(f64x2.add(first.get, second.get)),
        value: f32x4.demote_f64x2_zero(f64x2.add(first.get, swapped)),
      };
    }
    const fold = (lanes: readonly number[]): Code =>
      first.set(this.combined(first.get, v128.shuffle32(first.get, first.get, lanes)));
    return {code: [fold([2, 3, 0, 1]), fold([1, 0, 3, 2])], value: first.get};
  }

  private combined(a: Vector, b: Vector): Vector {
    const floats = this.type === 'float32';
    switch (this.kind) {
      case 'sum':
        return floats ? f32x4.add(a, b) : i32x4.add(a, b);
      case 'product':
        return floats ? f32x4.mul(a, b) : i32x4.mul(a, b);
      case 'maximum':
        return floats ? f32x4.max(a, b) : i32x4.max_s(a, b);
      case 'minimum':
        return floats ? f32x4.min(a, b) : i32x4.min_s(a, b);
    }
  }

  private identity(): Vector {
    const of = (float: number, integer: number): Vector =>
      this.type === 'float32' ? this.constants.f32x4(float) : this.constants.i32x4(integer);
    switch (this.kind) {
      case 'sum':
        return of(0, 0);
      case 'product':
        return of(1, 1);
      case 'maximum':
        return of(Number.NEGATIVE_INFINITY, -0x80000000);
      case 'minimum':
        return of(Number.POSITIVE_INFINITY, 0x7fffffff);
    }
  }
}
