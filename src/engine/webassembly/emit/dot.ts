import type {ContractionPlan} from './contraction-plan.js';
import {blocksOf} from './contraction-tiles.js';
import type {Bases, KernelContext} from './kernel.js';
import {loadLanes, storeLanes} from './lanes.js';
import {Indices} from './nest.js';
import type {Code, Expression} from './wasm/code.js';
import {f32x4, i32, v128} from './wasm/instructions.js';
import {FunctionBuilder, type Local} from './wasm/module-builder.js';

/** A single column, with the numbers of both factors in the order of k: four products at a time along k. */
export function isDot({n, terms}: ContractionPlan): boolean {
  const inOrder = terms.every(({k, a, b}) => k.length <= 1 && (k[0] ?? 0) >= 4 && a.k[0] === 1 && b.k[0] === 1);
  return n === 1 && terms.length > 0 && inOrder;
}

/** Sums of products along k, four rows at a time. */
export class DotWriter {
  private readonly f: FunctionBuilder;
  private readonly indices: Indices;
  private readonly outputOperand: number;

  constructor(
    private readonly plan: ContractionPlan,
    private readonly context: KernelContext,
    private readonly bases: Bases,
  ) {
    const {terms, addend, output} = plan;
    const walks = [
      ...terms.flatMap(({a, b}) => [
        [...a.batch, a.row],
        [...b.batch, 0],
      ]),
      ...[addend, output].flatMap(matrix => (matrix ? [[...matrix.batch, matrix.row]] : [])),
    ];
    this.f = new FunctionBuilder(walks.map(() => 'i32' as const));
    this.indices = new Indices(this.f, walks);
    this.outputOperand = walks.length - 1;
  }

  write(): FunctionBuilder {
    this.f.body = this.level(0);
    return this.f;
  }

  private level(level: number): Code {
    const {batch, m} = this.plan;
    if (level < batch.length)
      return this.indices.level(level, [{times: batch[level], width: 1, body: () => this.level(level + 1)}]);
    return this.indices.level(
      level,
      blocksOf(m, 4).map(({times, size}) => ({times, width: size, body: () => this.rows(size)})),
    );
  }

  /** Up to four rows at once; their sums end up in the lanes of one vector. */
  private rows(count: number): Code {
    const sums = Array.from({length: 4}, () => this.f.local('v128'));
    const code = [
      sums.map(sum => sum.set(this.context.constants.of(this.f).f32x4(0))),
      this.plan.terms.map((_, term) => this.products(term, sums.slice(0, count))),
      this.store(count, this.withAddend(count, lanesSummed(sums))),
    ];
    this.f.release('v128', ...sums);
    return code;
  }

  private products(term: number, sums: readonly Local<'v128'>[]): Code {
    const {k, a} = this.plan.terms[term];
    const [length] = k;
    const whole = Math.floor(length / 4);
    const index = this.f.local('i32');
    const vector = this.f.local('v128');
    const at = (operand: number, offset: number): [Expression<'i32'>, number] => {
      const [address, plus] = this.bases.at(operand, this.indices.of(operand), offset);
      return [i32.add(address, index.get), plus];
    };
    const step = (load: (address: Expression<'i32'>, offset?: number) => Expression<'v128'>, bytes: number): Code => [
      vector.set(load(...at(2 * term + 1, 0))),
      sums.map((sum, row) =>
        sum.set(f32x4.add(sum.get, f32x4.mul(load(...at(2 * term, 4 * row * a.row)), vector.get))),
      ),
      index.set(i32.add(index.get, i32.const(bytes))),
    ];
    const code = [
      index.set(i32.const(0)),
      this.f.count(whole, 1, () => step(v128.load, 16)),
      Array.from({length: length % 4}, () => step(v128.load32_zero, 4)),
    ];
    this.f.release('i32', index);
    this.f.release('v128', vector);
    return code;
  }

  private withAddend(count: number, sums: Expression<'v128'>): Expression<'v128'> {
    const {addend, terms} = this.plan;
    if (!addend) return sums;
    const operand = 2 * terms.length;
    const at = (row: number) => this.bases.at(operand, this.indices.of(operand), 4 * row * addend.row);
    if (addend.row === 0) return f32x4.add(v128.load32_splat(...at(0)), sums);
    if (addend.row === 1 && count === 4) return f32x4.add(v128.load(...at(0)), sums);
    return f32x4.add(loadLanes(count, at), sums);
  }

  private store(count: number, value: Expression<'v128'>): Code {
    const {output} = this.plan;
    const at = (row: number) =>
      this.bases.at(this.outputOperand, this.indices.of(this.outputOperand), 4 * row * output.row);
    if (count === 4 && output.row === 1) {
      const [address, offset] = at(0);
      return v128.store(address, value, offset);
    }
    const kept = this.f.local('v128');
    const code = [kept.set(value), storeLanes(count, kept.get, at)];
    this.f.release('v128', kept);
    return code;
  }
}

/** The sums of the lanes of four vectors, in the lanes of one: (0 + 2) + (1 + 3) of each. */
function lanesSummed([a, b, c, d]: readonly Local<'v128'>[]): Expression<'v128'> {
  const half = (x: Local<'v128'>, y: Local<'v128'>) =>
    f32x4.add(v128.shuffle32(x.get, y.get, [0, 4, 1, 5]), v128.shuffle32(x.get, y.get, [2, 6, 3, 7]));
  const [ab, cd] = [half(a, b), half(c, d)];
  return f32x4.add(v128.shuffle32(ab, cd, [0, 1, 4, 5]), v128.shuffle32(ab, cd, [2, 3, 6, 7]));
}
