import type {Gather, ScatterAdd} from '../lower/loop-graph.js';
import type {View} from '../lower/view.js';
import type {Kernel} from './kernel.js';
import type {Code, Expression} from './wasm/code.js';
import {f32x4, i32, i32x4, v128} from './wasm/instructions.js';
import {FunctionBuilder} from './wasm/module-builder.js';

/** Rows up to this many vectors are copied without a loop. */
const UNROLLED = 16;

/** Copies rows picked by their indices; operands are the source, the indices and the output. */
export function gatherKernel({source, pitch, length, indices, output}: Gather): {
  kernel: Kernel;
  operands: readonly View[];
} {
  const [count] = indices.shape;
  return {
    operands: [source, indices, output],
    kernel: {
      name: `gather ${count} x ${length}`,
      key: JSON.stringify(['gather', pitch, length, count]),
      build(_, bases) {
        const f = new FunctionBuilder(['i32', 'i32', 'i32']);
        const [index, from, to] = [f.local('i32'), f.local('i32'), f.local('i32')];
        const row = (): Code => [
          from.set(i32.mul(i32.load(...bases.at(1, index.get, 0)), i32.const(4 * pitch))),
          copyRow(
            f,
            length,
            offset => bases.at(0, from.get, offset),
            offset => bases.at(2, to.get, offset),
          ),
          index.set(i32.add(index.get, i32.const(4))),
          to.set(i32.add(to.get, i32.const(4 * length))),
        ];
        f.body = [index.set(i32.const(0)), to.set(i32.const(0)), f.count(count, 1, row)];
        return f;
      },
    },
  };
}

type Element = (offset: number) => [Expression<'i32'>, number];

function copyRow(f: FunctionBuilder, length: number, from: Element, to: Element): Code {
  const vectors = Math.floor(length / 4);
  const copy = (offset: number, extra?: Expression<'i32'>): Code => {
    const [source, sourceOffset] = from(offset);
    const [target, targetOffset] = to(offset);
    const plus = (address: Expression<'i32'>) => (extra ? i32.add(address, extra) : address);
    return v128.store(plus(target), v128.load(plus(source), sourceOffset), targetOffset);
  };
  const tail = Array.from({length: length % 4}, (_, at): Code => {
    const offset = 4 * (4 * vectors + at);
    const [target, targetOffset] = to(offset);
    return v128.store32_lane(target, v128.load32_zero(...from(offset)), 0, targetOffset);
  });
  if (vectors <= UNROLLED) return [Array.from({length: vectors}, (_, at) => copy(16 * at)), tail];
  const many = f.count(16 * vectors, 16, counter => copy(0, counter.get));
  return [many, tail];
}

/** Adds rows to where their segments say; operands are the source, the segments and the output. */
export function scatterAddKernel(
  {source, segments, output}: ScatterAdd,
  isFloat: boolean,
): {kernel: Kernel; operands: readonly View[]} {
  const [count, length] = source.shape;
  const size = output.shape[0] * length;
  return {
    operands: [source, segments, output],
    kernel: {
      name: `scatter-add ${count} x ${length}`,
      key: JSON.stringify(['scatter-add', count, length, size, isFloat]),
      build(_, bases) {
        const f = new FunctionBuilder(['i32', 'i32', 'i32']);
        const [index, from, to] = [f.local('i32'), f.local('i32'), f.local('i32')];
        const {add} = isFloat ? f32x4 : i32x4;
        const clear = f.count(4 * size, 4, at => {
          const [address, offset] = bases.at(2, at.get, 0);
          return v128.store32_lane(address, v128.zero, 0, offset);
        });
        const addElement = (at: {get: Expression<'i32'>}): Code => {
          const [source, sourceOffset] = bases.at(0, i32.add(from.get, at.get), 0);
          const [target, targetOffset] = bases.at(2, i32.add(to.get, at.get), 0);
          const sum = add(v128.load32_zero(target, targetOffset), v128.load32_zero(source, sourceOffset));
          return v128.store32_lane(target, sum, 0, targetOffset);
        };
        const row = (): Code => [
          to.set(i32.mul(i32.load(...bases.at(1, index.get, 0)), i32.const(4 * length))),
          f.count(4 * length, 4, addElement),
          index.set(i32.add(index.get, i32.const(4))),
          from.set(i32.add(from.get, i32.const(4 * length))),
        ];
        f.body = [clear, index.set(i32.const(0)), from.set(i32.const(0)), f.count(count, 1, row)];
        return f;
      },
    },
  };
}
