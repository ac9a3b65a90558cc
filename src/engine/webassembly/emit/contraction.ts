import {type Contraction, readsOf} from '../lower/loop-graph.js';
import type {View} from '../lower/view.js';
import {type ContractionPlan, contractionName, planOf, type TermPlan} from './contraction-plan.js';
import {blocksOf, type Tile, tileFor} from './contraction-tiles.js';
import {DotWriter, isDot} from './dot.js';
import type {Bases, Kernel, KernelContext} from './kernel.js';
import {loadLanes} from './lanes.js';
import {Indices} from './nest.js';
import type {Code, Expression} from './wasm/code.js';
import {f32x4, i32, v128} from './wasm/instructions.js';
import {FunctionBuilder, type Local} from './wasm/module-builder.js';

/**
 * As many steps of k stand one after the other when there are no more. Longer runs are loops that aren't unrolled: V8 would
 * load everything first, and run out of registers (measured on an LSTM's step: a tenth slower by two steps, a fifth by four).
 */
const STRAIGHT = 4;

/** A contraction as a kernel; its operands are a and b of each term, the addend if there is one, and the output. */
export function contractionKernel(contraction: Contraction): {kernel: Kernel; operands: readonly View[]} {
  const operands = [...readsOf(contraction), contraction.output];
  const plan = planOf(contraction, operands);
  const dot = isDot(plan);
  return {
    operands,
    kernel: {
      name: contractionName(plan),
      key: JSON.stringify([dot ? 'dot' : 'contraction', plan]),
      build: (context, bases) =>
        (dot ? new DotWriter(plan, context, bases) : new ContractionWriter(plan, context, bases)).write(),
    },
  };
}

/**
 * Blocks of rows and columns whose sums stay in registers while k runs: each number of a is repeated in a vector, and
 * multiplied by vectors of b. Every sum is taken in the order of k, so the blocks don't show in the bits.
 */
class ContractionWriter {
  private readonly f: FunctionBuilder;
  private readonly indices: Indices;
  private readonly tile: Tile;
  private readonly outputOperand: number;

  constructor(
    private readonly plan: ContractionPlan,
    private readonly context: KernelContext,
    private readonly bases: Bases,
  ) {
    const {terms, addend, output, m, n} = plan;
    const walks = [
      ...terms.flatMap(({a, b}) => [
        [...a.batch, 0, a.row],
        [...b.batch, 1, 0],
      ]),
      ...[addend, output].flatMap(matrix => (matrix ? [[...matrix.batch, matrix.column, matrix.row]] : [])),
    ];
    this.f = new FunctionBuilder(walks.map(() => 'i32' as const));
    this.indices = new Indices(this.f, walks);
    this.tile = tileFor(m, n);
    this.outputOperand = walks.length - 1;
  }

  write(): FunctionBuilder {
    this.f.body = this.batchLevel(0);
    return this.f;
  }

  private batchLevel(level: number): Code {
    const {batch, m, n} = this.plan;
    if (level < batch.length)
      return this.indices.level(level, [{times: batch[level], width: 1, body: () => this.batchLevel(level + 1)}]);
    const columns = blocksOf(n, 4 * this.tile.vectors);
    const rows = blocksOf(m, this.tile.rows);
    return this.indices.level(
      level,
      columns.map(({times, size: width}) => ({
        times,
        width,
        body: () =>
          this.indices.level(
            level + 1,
            rows.map(({times: rowTimes, size}) => ({
              times: rowTimes,
              width: size,
              body: () => this.block(size, width),
            })),
          ),
      })),
    );
  }

  private block(rows: number, columns: number): Code {
    const vectors = Math.ceil(columns / 4);
    const sums = Array.from({length: rows}, () => Array.from({length: vectors}, () => this.f.local('v128')));
    const code = [
      sums.map((row, r) => row.map((sum, v) => sum.set(this.start(r, v)))),
      this.plan.terms.map((term, index) => this.term(term, index, sums)),
      sums.map((row, r) => row.map((sum, v) => this.store(sum.get, r, v, Math.min(4, columns - 4 * v)))),
    ];
    this.f.release('v128', ...sums.flat());
    return code;
  }

  /** What a sum starts from. */
  private start(row: number, vector: number): Expression<'v128'> {
    const {addend, terms} = this.plan;
    if (!addend) return this.context.constants.of(this.f).f32x4(0);
    const operand = 2 * terms.length;
    const at = (lane: number) =>
      this.bases.at(operand, this.indices.of(operand), 4 * (row * addend.row + (4 * vector + lane) * addend.column));
    if (addend.column === 1) return v128.load(...at(0));
    if (addend.column === 0) return v128.load32_splat(...at(0));
    return loadLanes(4, at);
  }

  private term({k, a, b}: TermPlan, index: number, sums: readonly (readonly Local<'v128'>[])[]): Code {
    const [pointerA, pointerB] = [this.f.local('i32'), this.f.local('i32')];
    const start = (operand: number): Expression<'i32'> => {
      const [address, offset] = this.bases.at(operand, this.indices.of(operand), 0);
      return offset === 0 ? address : i32.add(address, i32.const(offset));
    };
    const code = [
      pointerA.set(start(2 * index)),
      pointerB.set(start(2 * index + 1)),
      this.alongK(0, k, a, b, pointerA, pointerB, sums),
    ];
    this.f.release('i32', pointerA, pointerB);
    return code;
  }

  private alongK(
    level: number,
    k: readonly number[],
    a: TermPlan['a'],
    b: TermPlan['b'],
    pointerA: Local<'i32'>,
    pointerB: Local<'i32'>,
    sums: readonly (readonly Local<'v128'>[])[],
  ): Code {
    const advance: Code = [
      pointerA.set(i32.add(pointerA.get, i32.const(4 * (a.k[level] ?? 0)))),
      pointerB.set(i32.add(pointerB.get, i32.const(4 * (b.k[level] ?? 0)))),
    ];
    if (level < k.length - 1) {
      const inner = () => {
        const [ownA, ownB] = [this.f.local('i32'), this.f.local('i32')];
        const code = [
          ownA.set(pointerA.get),
          ownB.set(pointerB.get),
          this.alongK(level + 1, k, a, b, ownA, ownB, sums),
          advance,
        ];
        this.f.release('i32', ownA, ownB);
        return code;
      };
      return this.f.count(k[level], 1, inner);
    }
    const length = k[level] ?? 1;
    const step = (offset: number) =>
      this.multiply(offset * (a.k[level] ?? 0), offset * (b.k[level] ?? 0), a, pointerA, pointerB, sums);
    if (length <= STRAIGHT) return Array.from({length}, (_, offset) => step(offset));
    return this.f.count(length, 1, () => [step(0), advance]);
  }

  /** One step of k for a block. */
  private multiply(
    offsetA: number,
    offsetB: number,
    {row}: TermPlan['a'],
    pointerA: Local<'i32'>,
    pointerB: Local<'i32'>,
    sums: readonly (readonly Local<'v128'>[])[],
  ): Code {
    const repeated = sums.map(() => this.f.local('v128'));
    const vector = this.f.local('v128');
    const code = [
      repeated.map((local, r) => local.set(loadSplat(pointerA.get, 4 * (offsetA + r * row)))),
      sums[0].map((_, v) => [
        vector.set(v128.load(pointerB.get, 4 * (offsetB + 4 * v))),
        sums.map((own, r) => own[v].set(f32x4.add(own[v].get, f32x4.mul(repeated[r].get, vector.get)))),
      ]),
    ];
    this.f.release('v128', ...repeated, vector);
    return code;
  }

  private store(value: Expression<'v128'>, row: number, vector: number, lanes: number): Code {
    const {output} = this.plan;
    const at = (lane: number) =>
      this.bases.at(
        this.outputOperand,
        this.indices.of(this.outputOperand),
        4 * (row * output.row + (4 * vector + lane) * output.column),
      );
    const [address, offset] = at(0);
    if (lanes === 4) return v128.store(address, value, offset);
    const code: Code[] = [];
    if (lanes >= 2) code.push(v128.store64_lane(address, value, 0, offset));
    if (lanes % 2 === 1) {
      const [last, lastOffset] = at(lanes - 1);
      code.push(v128.store32_lane(last, value, lanes - 1, lastOffset));
    }
    return code;
  }
}

function loadSplat(address: Expression<'i32'>, offset: number): Expression<'v128'> {
  if (offset >= 0) return v128.load32_splat(address, offset);
  return v128.load32_splat(i32.add(address, i32.const(offset)));
}
